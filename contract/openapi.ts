import { z } from 'zod'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { permissions } from './permissions.ts'
import { refusals, type RefusalCode } from './refusals.ts'

type Json = Record<string, unknown>

/** Named schemas (those with a meta id) met so far; the document lists each once. */
type Named = Map<string, Json>

function jsonSchema(schema: z.ZodType, io: 'input' | 'output', named: Named): Json {
  const whole = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
  const {
    $schema: _,
    $defs = {},
    id: own,
    ...rest
  } = JSON.parse(whole.replaceAll('#/$defs/', '#/components/schemas/')) as Json
  for (const [name, { id: _id, ...definition }] of Object.entries($defs as Record<string, Json>))
    named.set(name, definition)
  if (typeof own !== 'string') return rest
  named.set(own, rest)
  return { $ref: `#/components/schemas/${own}` }
}

const isNothing = (schema: z.ZodType) => schema.def.type === 'undefined'

function parameters(schema: z.ZodType, where: 'path' | 'query', named: Named): Json[] {
  if (isNothing(schema)) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', named) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function requestBody(operation: Operation, named: Named): Json | undefined {
  if (operation.file) {
    const schema = {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    }
    return { required: true, content: { 'multipart/form-data': { schema } } }
  }
  if (isNothing(operation.body)) return undefined
  return {
    required: true,
    content: { 'application/json': { schema: jsonSchema(operation.body, 'input', named) } },
  }
}

const always: readonly RefusalCode[] = ['invalid_request', 'not_signed_in', 'not_permitted', 'not_found']
const ofBodies: readonly RefusalCode[] = ['malformed_body', 'body_too_large', 'unsupported_media_type']

function responses(operation: Operation, named: Named): Json {
  const ok: Json = { description: operation.summary }
  if (!isNothing(operation.answer))
    ok['content'] = operation.csv
      ? { 'text/csv': { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchema(operation.answer, 'output', named) } }
  if (operation.download !== null)
    ok['content'] = { [operation.download]: { schema: { type: 'string', format: 'binary' } } }
  const byStatus = new Map<number, RefusalCode[]>()
  const bodiless = isNothing(operation.body) && !operation.file
  for (const code of new Set([...always, ...(bodiless ? [] : ofBodies), ...operation.refusals])) {
    byStatus.set(refusals[code].status, [...(byStatus.get(refusals[code].status) ?? []), code])
  }
  const problem = { $ref: '#/components/schemas/Problem' }
  return Object.fromEntries([
    [String(operation.status), ok],
    ...[...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${refusals[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  ]) as Json
}

function describe(operation: Operation, named: Named): Json {
  const body = requestBody(operation, named)
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.permission in permissions ? { 'x-permission': operation.permission } : {}),
    security: operation.permission === 'public' ? [] : [{ cookie: [] }, { key: [] }],
    parameters: [
      ...parameters(operation.params, 'path', named),
      ...parameters(operation.query, 'query', named),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: responses(operation, named),
  }
}

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  remedy: z.string(),
  facts: z.record(z.string(), z.unknown()).optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string().optional(),
})

/** The OpenAPI 3.1 document of the whole API, made from the operations. */
export function openApi(): Json {
  const paths: Record<string, Json> = {}
  const named: Named = new Map()
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, named),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description: 'A self-hosted WhatsApp desk on your own Twilio account.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { ...Object.fromEntries(named), Problem: jsonSchema(Problem, 'output', named) },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'parley.session_token' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}
