import type { WordKey } from '../words/en.ts'

export type FieldName = 'ms' | 'http' | 'code' | 'max_s'

/** One way to misbehave and the numbers it needs, with their first values. */
export type Effect = {
  name: EffectName
  fields: Partial<Record<FieldName, number>>
  /** Whether the caller of the API decides if the message is taken. */
  acceptable?: boolean
}

/** The hardest and most asked for first. */
export const effects = [
  { name: 'hang-after-accept', fields: {} },
  { name: 'status', fields: { http: 429, code: 20429 }, acceptable: true },
  { name: 'delay', fields: { ms: 3000 } },
  { name: 'reset', fields: {}, acceptable: true },
  { name: 'garble', fields: {} },
  { name: 'async-error', fields: { code: 63016 } },
  { name: 'drop-callback', fields: {} },
  { name: 'duplicate-callback', fields: {} },
  { name: 'reorder-callbacks', fields: {} },
  { name: 'delay-callback', fields: { ms: 5000 } },
  { name: 'list-lag', fields: { max_s: 60 } },
] as const satisfies { name: string; fields: Partial<Record<FieldName, number>>; acceptable?: boolean }[]

export type EffectName = (typeof effects)[number]['name']

export const fieldWords: Record<FieldName, WordKey> = {
  ms: 'faults.ms',
  http: 'faults.http',
  code: 'faults.code',
  max_s: 'faults.max_s',
}

/** What the control plane takes: a word alone, or an object with the effect's name as its one key. */
export function effectBody(
  name: EffectName,
  numbers: Effect['fields'],
  accept: boolean | undefined,
): unknown {
  const details = { ...numbers, ...(accept === undefined ? {} : { accept }) }
  return Object.keys(details).length === 0 ? name : { [name]: details }
}

/** The name of an effect that stands, and its details as words. */
export function readEffect(effect: string | Record<string, Record<string, unknown>>): [string, string[]] {
  if (typeof effect === 'string') return [effect, []]
  const [name = '', details = {}] = Object.entries(effect)[0] ?? []
  const given = Object.entries(details).filter(([, value]) => value !== null)
  return [name, given.map(([field, value]) => `${field} ${String(value)}`)]
}
