/** Whether two values of JSON say the same, whatever the order of their names. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [Object.entries(a), Object.entries(b)]
  const theirs = new Map<string, unknown>(right)
  return left.length === right.length && left.every(([name, value]) => isEqual(value, theirs.get(name)))
}
