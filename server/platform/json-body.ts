import { storable } from './storable.ts'

const deepest = 20

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > deepest) return depth
  let most = depth + 1
  for (const item of Object.values(value)) most = Math.max(most, depthOf(item, depth + 1))
  return most
}

/** A body that is not JSON, or nested deeper than any of ours. The server answers 400. */
class UnreadableBody extends Error {
  readonly statusCode = 400
}

/**
 * Reads a JSON body; nothing for an empty one. `__proto__` keys and what no table can keep are dropped, nesting ends at 20.
 */
export function readJson(body: string): unknown {
  if (body.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(body, (key, item: unknown) => (key === '__proto__' ? undefined : item))
  } catch {
    throw new UnreadableBody('The body is not JSON')
  }
  if (depthOf(value) > deepest) throw new UnreadableBody(`The body is nested more than ${deepest} deep`)
  // Raw, neither a NUL nor half a character is JSON that came over the wire.
  return body.includes('\\u') ? storable(value) : value
}
