const toEscape = /["\\]/g
const escaped = String.raw`\$&`

/** A text as it stands in the text of an array. */
export const quoted = (text: string): string => `"${text.replace(toEscape, escaped)}"`

const isSimple = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number'

/**
 * The text of an array of texts and numbers, as PostgreSQL reads it; undefined for any other, which the driver can write. It writes these as
 * well, and takes four times as long.
 */
export function arrayText(values: readonly unknown[]): string | undefined {
  if (!values.every(isSimple)) return undefined
  const elements = values.map((value) =>
    typeof value === 'string' ? quoted(value) : value === null ? 'NULL' : String(value),
  )
  return `{${elements.join(',')}}`
}
