import type { FieldValue } from '@parley/contract/contact-fields.ts'
import type { ImportField, ImportPlan } from '@parley/contract/imports.ts'
import { languageOf } from './contact-address.ts'
import { type ContactField, readFieldValue } from './contact-field.ts'
import { placeIn } from './contact-place.ts'
import { cleanTags } from './contact.ts'
import { numberReader } from './read-phone-number.ts'

/** A row of a list, ready to be a contact. */
export interface ImportRow {
  address: string
  name: string
  language: string | null
  country: string
  timeZone: string | null
  ownerId: string | null
  tags: readonly string[]
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

/** Which columns a row is read from: the last one of each field counts. */
function columnsOf({ plan, fields }: RowContext) {
  const at = new Map(Object.entries(plan.columns).map(([position, field]) => [field, Number(position)]))
  const own = [...at].flatMap(([field, position]) => {
    // One that is not known was removed since the list was matched.
    const known = fields.get(field.slice('field:'.length))
    return known ? [[known, position] as const] : []
  })
  return { at, own }
}

/** How the rows of one list are read. What is wrong with a row is named with what stood there; nothing is guessed at. */
export function rowReader(context: RowContext): (cells: readonly string[]) => ImportRow | RowProblem {
  const { plan, owners } = context
  const { at, own } = columnsOf(context)
  const cellOf = (field: ImportField) => {
    const position = at.get(field)
    return (cells: readonly string[]): string => (position === undefined ? '' : textOf(cells[position]))
  }
  const [phoneOf, nameOf, lastNameOf, tagsOf] = [
    cellOf('phone'),
    cellOf('name'),
    cellOf('last_name'),
    cellOf('tags'),
  ]
  const [languageIn, ownerOf] = [cellOf('language'), cellOf('owner_email')]
  const [wordingOf, placeOf, instantOf] = [
    cellOf('opt_in_wording'),
    cellOf('opt_in_place'),
    cellOf('opt_in_at'),
  ]
  const readNumber = numberReader(plan.country)
  return (cells) => {
    const phone = phoneOf(cells)
    if (phone === '') return { problem: 'phone_missing', detail: '' }
    const number = readNumber(phone)
    if (number === null) return { problem: 'phone_not_valid', detail: phone }
    const language = readLanguage(languageIn(cells))
    if (language === undefined) return { problem: 'language_not_known', detail: languageIn(cells) }
    const email = ownerOf(cells).toLowerCase()
    const ownerId = email === '' ? null : owners.get(email)
    if (ownerId === undefined) return { problem: 'owner_not_known', detail: email }
    const agreed = instantOf(cells)
    const optInAt = readInstant(agreed)
    if (optInAt === undefined) return { problem: 'date_not_valid', detail: agreed }
    const wording = wordingOf(cells) || plan.optInWording || null
    if (wording === null && optInAt !== null) return { problem: 'wording_missing', detail: agreed }
    const tags = readTags(tagsOf(cells))
    if (tags === null) return { problem: 'tags_not_valid', detail: tagsOf(cells) }
    const fields = readFields(cells, own)
    if ('problem' in fields) return fields
    const { country, timeZone } = placeIn(number.country)
    return {
      address: `whatsapp:${number.number}`,
      name: wholeName(nameOf(cells), lastNameOf(cells)).slice(0, 120),
      language: language ?? languageOf(country),
      country,
      timeZone,
      ownerId,
      tags,
      fields: fields.values,
      wording,
      place: placeOf(cells) || plan.optInPlace,
      optInAt,
    }
  }
}

const textOf = (cell = ''): string => (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim()

/** Some lists tell the whole name and the last one again. */
const wholeName = (name: string, last: string): string =>
  last === '' || ` ${name}`.toLowerCase().endsWith(` ${last}`.toLowerCase()) ? name : `${name} ${last}`.trim()

const none: readonly never[] = []

/** Null where they are no tags. */
function readTags(written: string): readonly string[] | null {
  if (written === '') return none
  const tags = cleanTags(written.split(/[;|,]/))
  return tags.length > 50 || tags.some((tag) => tag.length > 40) ? null : tags
}

function readFields(
  cells: readonly string[],
  own: readonly (readonly [ContactField, number])[],
): { values: Record<string, FieldValue> } | RowProblem {
  const values: Record<string, FieldValue> = {}
  for (const [field, position] of own) {
    const written = textOf(cells[position])
    if (!written) continue
    const value = readFieldValue(field, written)
    if (value === undefined) return { problem: 'field_not_valid', detail: `${field.name}: ${written}` }
    values[field.id] = value
  }
  return { values }
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
  [
    'opt_in_wording',
    /opt(ed)?.?in.*(word|text|consent)|consent.*(word|text)|agreed to|^words?$|wording|palavras|texto.*consent|einwilligung|wortlaut/,
  ],
  [
    'opt_in_place',
    /opt(ed)?.?in.*(source|place|where|location)|where.*(agree|opt|consent)|consent.*(source|place)|source|origem|quelle/,
  ],
  [
    'opt_in_at',
    /opt(ed)?.?in.*(date|when|time|since)|opt(ed)?.?in[ _-]*(at|on)$|(when|date).*(agree|opt|consent)|agreed on|consent.*(date|at)|data.*consent/,
  ],
  ['owner_email', /owner|respons|besitzer|betreuer/],
  ['phone', /phone|mobile|whats|celular|telefone|telefon|handy|n[uú]mero|number|tel\b/],
  ['tags', /^tags?$|etiqueta|schlagw/],
  ['language', /lang|l[ií]ngua|idioma|sprache/],
  ['last_name', /(last|family|sur).?name|sobrenome|nachname|familienname/],
  ['name', /^(?!.*(company|empresa|firm|organi[sz])).*(name|nome|contact|contato)/],
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
