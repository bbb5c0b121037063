import { z } from 'zod'

import type { RouteNote } from './control-route.ts'

/** OpenAPI 3.1 of the control plane, made of the same shapes that check its requests. */
export function describeControlPlane(notes: readonly RouteNote[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const note of notes) {
    const path = (paths[`/simulator/api${note.path}`] ??= {})
    path[note.method.toLowerCase()] = describe(note)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Simulator control plane', version: '1', description: 'Phones, faults, time and seeds.' },
    paths,
  }
}

function describe(note: RouteNote): Record<string, unknown> {
  const inPath = [...note.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    summary: note.summary,
    parameters: [...inPath, ...queryParameters(note)],
    ...(note.body && { requestBody: { required: true, content: json(note.body, 'input') } }),
    responses: {
      [note.status]: {
        description: 'Done',
        ...(note.answer && { content: json(note.answer, 'output') }),
      },
      default: {
        description: 'Refused, in plain words',
        content: json(z.object({ message: z.string() }), 'output'),
      },
    },
  }
}

function queryParameters(note: RouteNote): Record<string, unknown>[] {
  if (!(note.query instanceof z.ZodObject)) return []
  return Object.entries(note.query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))
}

function json(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  return { 'application/json': { schema: schemaOf(schema, io) } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
