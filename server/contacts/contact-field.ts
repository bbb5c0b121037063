import type { ContactFieldKind, FieldValue } from '@parley/contract/contact-fields.ts'

/** Something an organization keeps of its contacts. */
export interface ContactField {
  id: string
  name: string
  kind: ContactFieldKind
  options: readonly string[]
}

/** As many as a record can show. */
export const mostFields = 50

const longestText = 1000
const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/

const isDay = (text: string): boolean => {
  if (!dayForm.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether a value fits its field. An empty list of choices does not: it is no value. */
export function fits({ kind, options }: ContactField, value: FieldValue): boolean {
  if (kind === 'multi_select')
    return Array.isArray(value) && value.length > 0 && value.every((one) => options.includes(one))
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (typeof value !== 'string' || value.trim() === '') return false
  if (kind === 'date') return isDay(value)
  return kind === 'text' ? value.length <= longestText : options.includes(value)
}

/**
 * What a cell of a list says as a value of the field, or undefined when it does not fit. Choices are found whatever their capital
 * letters; several are separated by `;` or `|`, or by commas where no choice has one.
 */
export function readFieldValue(field: ContactField, written: string): FieldValue | undefined {
  const text = written.trim()
  const value = readers[field.kind](text, field)
  return value !== undefined && fits(field, value) ? value : undefined
}

const readers: Readonly<
  Record<ContactFieldKind, (text: string, field: ContactField) => FieldValue | undefined>
> = {
  text: (text) => text,
  number: readNumber,
  date: readDay,
  select: (text, { options }) => optionOf(text, options),
  multi_select(text, { options }) {
    const hasCommas = options.some((option) => option.includes(','))
    const parts = text.split(hasCommas ? /[;|]/ : /[;|,]/).map((part) => part.trim())
    const chosen = parts.filter(Boolean).map((part) => optionOf(part, options))
    return chosen.includes(undefined) ? undefined : [...new Set(chosen as string[])]
  },
}

const optionOf = (text: string, options: readonly string[]): string | undefined =>
  options.find((option) => option.toLowerCase() === text.toLowerCase())

/** `1234.5`, `1,234.5`, `1.234,5` and `1 234,5` are the same; what could be read in two ways is not read. */
function readNumber(text: string): number | undefined {
  const bare = text.replaceAll(/[\s\u00A0']/g, '')
  if (/^-?\d+(\.\d+)?$/.test(bare)) return Number(bare)
  if (/^-?\d{1,3}(,\d{3})+\.\d+$|^-?\d{1,3}(,\d{3}){2,}$/.test(bare)) return Number(bare.replaceAll(',', ''))
  if (/^-?\d{1,3}(\.\d{3})+,\d+$|^-?\d{1,3}(\.\d{3}){2,}$/.test(bare))
    return Number(bare.replaceAll('.', '').replace(',', '.'))
  // One comma before one, two or more than three digits can only be the decimal one.
  return /^-?\d+,(\d{1,2}|\d{4,})$/.test(bare) ? Number(bare.replace(',', '.')) : undefined
}

/** `2026-03-31`, `31.3.2026` and `31/03/2026`; a time behind it is left out. */
function readDay(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text)
  const european = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text)
  const [year, month, day] = iso ? iso.slice(1) : european ? [european[3], european[2], european[1]] : []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined
}
