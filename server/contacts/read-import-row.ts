import type { FieldValue } from '@parley/contract/contact-fields.ts'
import type { ImportField, ImportPlan } from '@parley/contract/imports.ts'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { countryOfNumber, languageOf } from './contact-address.ts'
import { type ContactField, readFieldValue } from './contact-field.ts'
import { placeIn } from './contact-place.ts'
import { cleanTags } from './contact.ts'

/** A row of a list, ready to be a contact. */
export interface ImportRow {
  address: string
  name: string
  language: string | null
  country: string
  timeZone: string | null
  ownerId: string | null
  tags: string[]
  /** What stands in columns of the organization's own fields, by the id of the field. */
  fields: Record<string, FieldValue>
  /** The words agreed to; null where the row is no opt-in. */
  wording: string | null
  place: string
  /** When it was agreed; null for the time of the import. */
  optInAt: Date | null
}

export interface RowProblem {
  problem:
    | 'phone_missing'
    | 'phone_not_valid'
    | 'language_not_known'
    | 'owner_not_known'
    | 'date_not_valid'
    | 'wording_missing'
    | 'tags_not_valid'
    | 'field_not_valid'
    | 'row_not_readable'
  /** What stood there. */
  detail: string
}

/** What a row is read with. */
export interface RowContext {
  plan: ImportPlan
  /** Members who may own contacts, by their e-mail address in lower case. */
  owners: ReadonlyMap<string, string>
  /** The organization's own fields, by their id. */
  fields: ReadonlyMap<string, ContactField>
}

/** Reads one row. What is wrong is named with what stood there; nothing is guessed at. */
export function readImportRow(
  cells: readonly string[],
  { plan, owners, fields: known }: RowContext,
): ImportRow | RowProblem {
  const given: Partial<Record<ImportField, string>> = {}
  for (const [position, field] of Object.entries(plan.columns))
    given[field] = (cells[Number(position)] ?? '').replaceAll('\0', '').trim()
  const phone = given.phone ?? ''
  if (phone === '') return { problem: 'phone_missing', detail: '' }
  const number = readNumber(phone, plan.country)
  if (number === null) return { problem: 'phone_not_valid', detail: phone }
  const language = readLanguage(given.language ?? '')
  if (language === undefined) return { problem: 'language_not_known', detail: given.language ?? '' }
  const email = (given.owner_email ?? '').toLowerCase()
  const ownerId = email === '' ? null : owners.get(email)
  if (ownerId === undefined) return { problem: 'owner_not_known', detail: email }
  const optInAt = readInstant(given.opt_in_at ?? '')
  if (optInAt === undefined) return { problem: 'date_not_valid', detail: given.opt_in_at ?? '' }
  const wording = given.opt_in_wording || plan.optInWording || null
  if (wording === null && optInAt !== null)
    return { problem: 'wording_missing', detail: given.opt_in_at ?? '' }
  const tags = readTags(given.tags ?? '')
  if (tags === null) return { problem: 'tags_not_valid', detail: given.tags ?? '' }
  const fields = readFields(given, known)
  if ('problem' in fields) return fields
  const address = `whatsapp:${number.number}`
  const place = placeIn(countryOfNumber(number))
  return {
    address,
    name: (given.name ?? '').slice(0, 120),
    language: language ?? languageOf(place.country),
    ...place,
    ownerId,
    tags,
    fields: fields.values,
    wording,
    place: given.opt_in_place || plan.optInPlace,
    optInAt,
  }
}

/** Null where they are no tags. */
function readTags(written: string): string[] | null {
  const tags = cleanTags(written.split(/[;|,]/))
  return tags.length > 50 || tags.some((tag) => tag.length > 40) ? null : tags
}

function readFields(
  given: Partial<Record<ImportField, string>>,
  known: RowContext['fields'],
): { values: Record<string, FieldValue> } | RowProblem {
  const values: Record<string, FieldValue> = {}
  for (const [column, written] of Object.entries(given)) {
    if (!column.startsWith('field:') || !written) continue
    const field = known.get(column.slice('field:'.length))
    // Removed since the list was matched.
    if (!field) continue
    const value = readFieldValue(field, written)
    if (value === undefined) return { problem: 'field_not_valid', detail: `${field.name}: ${written}` }
    values[field.id] = value
  }
  return { values }
}

function readNumber(written: string, country: string | null) {
  const bare = written.replace(/^whatsapp:/i, '').replace(/^00/, '+')
  const home = country?.toUpperCase() ?? ''
  // Excel takes the plus of a long number away.
  const whole = /^\d{11,15}$/.test(bare) && !isSupportedCountry(home) ? `+${bare}` : bare
  const number = parsePhoneNumberFromString(
    whole,
    isSupportedCountry(home) ? (home as CountryCode) : undefined,
  )
  return number?.isPossible() ? number : null
}

/** Null where nothing stands, undefined where it is no language. */
function readLanguage(written: string): string | null | undefined {
  if (written === '') return null
  const code = written.replace('_', '-')
  return /^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?$/.test(code) ? code.slice(0, 10) : undefined
}

const dayForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/
const europeanForm = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/

/** Null where nothing stands, undefined where it is no date. A day without a time is its noon, in UTC. */
function readInstant(written: string): Date | null | undefined {
  if (written === '') return null
  const european = europeanForm.exec(written)
  const text = european
    ? `${european[3]}-${european[2]!.padStart(2, '0')}-${european[1]!.padStart(2, '0')}`
    : written
  if (!dayForm.test(text)) return undefined
  const at = new Date(text.length <= 10 ? `${text}T12:00:00Z` : text.replace(' ', 'T'))
  return Number.isNaN(at.getTime()) || at.getTime() > Date.now() + 86_400_000 ? undefined : at
}

/** What a column is, by the name people give it. */
const names: readonly (readonly [ImportField, RegExp])[] = [
  ['opt_in_wording', /opt.?in.*(word|text|consent)|consent.*(word|text)|wording|texto.*consent|einwilligung/],
  ['opt_in_place', /opt.?in.*(source|place|where)|consent.*source|source|origem|quelle/],
  ['opt_in_at', /opt.?in.*(date|at|when|time)|consent.*(date|at)|data.*consent/],
  ['owner_email', /owner|respons|besitzer|betreuer/],
  ['phone', /phone|mobile|whats|celular|telefone|telefon|handy|n[uú]mero|number|tel\b/],
  ['tags', /^tags?$|etiqueta|schlagw/],
  ['language', /lang|l[ií]ngua|idioma|sprache/],
  ['name', /name|nome|contact|contato/],
]

/** The field a column seems to be, each field once. One of the organization's own is known by its very name. */
export function guessFields(
  columns: readonly string[],
  own: readonly Pick<ContactField, 'id' | 'name'>[] = [],
): (ImportField | null)[] {
  const taken = new Set<ImportField>()
  return columns.map((column) => {
    const name = column.toLowerCase().trim()
    const named = own.find((field) => field.name.toLowerCase() === name)
    const found = named
      ? (`field:${named.id}` as const)
      : names.find(([field, form]) => !taken.has(field) && form.test(name))?.[0]
    if (!found || taken.has(found)) return null
    taken.add(found)
    return found
  })
}
