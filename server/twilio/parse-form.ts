/** Decoded form parameters: a repeated key holds all its values, in order. The object inherits nothing. */
export type FormParameters = Record<string, string | string[]>

export interface ParsedForm {
  parameters: FormParameters
  /** True when the body held more parameters than the limit; the rest was not read. */
  truncated: boolean
}

/**
 * Objects that inherit nothing and yet share their shape: Twilio sends the same names in the same order, and objects without any prototype each
 * keep a table of their own.
 */
const Parameters = function () {} as unknown as new () => FormParameters
Parameters.prototype = Object.create(null)

/** Twilio sends a few dozen parameters; more than this is not Twilio. */
export const maxParameters = 1000

/**
 * Decodes an `application/x-www-form-urlencoded` body. Never throws: a broken percent escape stays as it is written
 * and broken UTF-8 becomes U+FFFD, because a message with one bad byte is still a message.
 */
export function parseForm(body: string, limit = maxParameters): ParsedForm {
  const parameters = new Parameters()
  const { count, truncated } = readPairs(body, limit, (key, value) => {
    parameters[key] = value
  })
  // Nearly always each key comes once. To look first whether it is there takes longer than to put it there.
  if (Object.keys(parameters).length === count) return { parameters, truncated }
  const repeated = new Parameters()
  readPairs(body, limit, (key, value) => add(repeated, key, value))
  return { parameters: repeated, truncated }
}

/** @returns how many pairs were read, and whether there are more */
function readPairs(
  body: string,
  limit: number,
  take: (key: string, value: string) => void,
): { count: number; truncated: boolean } {
  let count = 0
  let start = 0
  while (start < body.length) {
    const next = body.indexOf('&', start)
    const end = next === -1 ? body.length : next
    if (end > start) {
      if (count === limit) return { count, truncated: true }
      count += 1
      const equals = body.indexOf('=', start)
      const split = equals === -1 || equals > end ? end : equals
      take(decode(body.slice(start, split)), decode(body.slice(split + 1, end)))
    }
    start = end + 1
  }
  return { count, truncated: false }
}

function add(parameters: FormParameters, key: string, value: string) {
  const present = parameters[key]
  if (present === undefined) parameters[key] = value
  else if (typeof present === 'string') parameters[key] = [present, value]
  else present.push(value)
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeBytes(spaced)
  }
}

const percent = 0x25

function decodeBytes(text: string): string {
  const read = Buffer.from(text, 'utf8')
  const written = Buffer.allocUnsafe(read.length)
  let length = 0
  for (let at = 0; at < read.length; at += 1) {
    const byte = read[at] ?? 0
    const high = byte === percent ? hexValue(read[at + 1]) : -1
    const low = high === -1 ? -1 : hexValue(read[at + 2])
    if (low === -1) written[length++] = byte
    else {
      written[length++] = high * 16 + low
      at += 2
    }
  }
  return written.toString('utf8', 0, length)
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** The parameters of a kept form, as PostgreSQL can keep them. */
export const readForm = (form: string): FormParameters => storableParameters(parseForm(form).parameters, form)

/** The form text that `parseForm` reads back as these parameters. */
export function writeForm(parameters: FormParameters): string {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) form.append(key, one)
  }
  return form.toString()
}

/** The parameter as one string: the first of several, `null` when absent. */
export function firstValue(parameters: FormParameters, name: string): string | null {
  const value = parameters[name]
  return (typeof value === 'string' ? value : value?.[0]) ?? null
}

/**
 * What PostgreSQL can keep of the parameters of a form: jsonb refuses NUL, and the key `__proto__` has no place in a stored
 * object. Nearly always that is the very same object; otherwise a copy, because the signature is checked on the original.
 */
export function storableParameters(parameters: FormParameters, form: string): FormParameters {
  const hasNul = form.includes('%00') || form.includes('\u0000')
  if (!hasNul && !('__proto__' in parameters)) return parameters
  const kept = Object.create(null) as FormParameters
  for (const [key, value] of Object.entries(parameters)) {
    if (key === '__proto__') continue
    kept[withoutNul(key)] = typeof value === 'string' ? withoutNul(value) : value.map(withoutNul)
  }
  return kept
}

/** WhatsApp users can send NUL; PostgreSQL text cannot hold it. */
export function withoutNul(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '') : text
}
