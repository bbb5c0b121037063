import { z } from 'zod'
import type { Operation } from '../contract/operation.ts'

/** A place in a request of an operation that takes an id. */
export interface Slot {
  operation: Operation
  part: 'params' | 'query' | 'body'
  /** From the part down: names, and 0 for the first of a list. */
  path: readonly (string | number)[]
  /** What the discriminator beside it says, in a choice of shapes: `stage` for the stages of an audience. */
  choice: string | null
  /** Puts the id into a request, with whatever must stand around it. */
  fill: (part: unknown, id: string) => unknown
}

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  format?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  minLength?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
}

const parts = ['params', 'query', 'body'] as const

/** Every place of an operation that takes an id, by the contract's own schemas: one that is added is found by being there. */
export function slotsOf(operation: Operation): Slot[] {
  return parts.flatMap((part) => {
    const root = z.toJSONSchema(operation[part], { io: 'input', unrepresentable: 'any' }) as Schema
    return walk(root, root, null).map((found) => ({ operation, part, ...found }))
  })
}

type Found = Pick<Slot, 'path' | 'choice' | 'fill'>

function walk(schema: Schema, root: Schema, choice: string | null): Found[] {
  const real = resolve(schema, root)
  if (real.format === 'uuid') return [{ path: [], choice, fill: (_, id) => id }]
  const inObjects = Object.entries(real.properties ?? {}).flatMap(([name, property]) =>
    walk(property, root, choiceOf(real) ?? choice).map((found) => ({
      ...found,
      path: [name, ...found.path],
      fill: (value: unknown, id: string) => {
        const around = (value ?? sample(real, root)) as Record<string, unknown>
        return { ...around, [name]: found.fill(around[name], id) }
      },
    })),
  )
  const inLists = (real.items ? walk(real.items, root, choice) : []).map((found) => ({
    ...found,
    path: [0, ...found.path],
    fill: (value: unknown, id: string) => {
      const [first, ...others] = (value ?? []) as unknown[]
      return [found.fill(first, id), ...others]
    },
  }))
  const inChoices = [...(real.anyOf ?? []), ...(real.oneOf ?? [])].flatMap((one) => walk(one, root, choice))
  return [...inObjects, ...inLists, ...inChoices]
}

const resolve = (schema: Schema, root: Schema): Schema =>
  schema.$ref ? root.$defs![schema.$ref.split('/').at(-1)!]! : schema

/** The constant text of an object, by which a choice of shapes tells it apart. */
const choiceOf = ({ properties }: Schema): string | null => {
  const constant = Object.values(properties ?? {}).find((one) => typeof one.const === 'string')
  return constant ? String(constant.const) : null
}

/** The least that fits the schema. */
function sample(schema: Schema, root: Schema): unknown {
  const real = resolve(schema, root)
  if (real.const !== undefined) return real.const
  if (real.enum) return real.enum[0]
  const [first] = [...(real.anyOf ?? []), ...(real.oneOf ?? [])]
  if (first) return sample(first, root)
  if (real.type === 'object') {
    const needed = Object.entries(real.properties ?? {}).filter(([name]) => real.required?.includes(name))
    return Object.fromEntries(needed.map(([name, one]) => [name, sample(one, root)]))
  }
  if (real.type === 'array') return []
  if (real.type === 'integer' || real.type === 'number') return 1
  if (real.type === 'boolean') return true
  return 'x'.repeat(real.minLength ?? 1)
}
