const halves = /\p{Surrogate}/gu

/** A text as PostgreSQL can keep it. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.replaceAll(halves, '')
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}

/**
 * The value as PostgreSQL can keep it: its texts and keys without NUL, and without the half of a character that a cut in the
 * middle of an emoji leaves. Both say nothing, and either makes a whole statement fail.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]),
  ) as T
}

/** JSON writes a NUL and a lone half as escapes; nothing else begins so. */
const suspect = /\\u(?:0000|d[89a-f])/

/** JSON as PostgreSQL can keep it. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value)
  // Nearly no text has an escape, and to see that is cheaper.
  return text.includes('\\u') && suspect.test(text) ? JSON.stringify(storable(JSON.parse(text))) : text
}
