import { type FoundValue, findValues, kindOf, type ValueKind } from './find-values.ts'
import { fillText, placeholder } from './render-template.ts'

/** A variable of a template: `name` says what it means (`contact.name`, `date`), where somebody has said it. */
export interface TemplateVariable {
  key: string
  name: string | null
  sample: string
}

/** Words by which people name a kind of value, in the languages of the house. */
const named: readonly (readonly [ValueKind, readonly string[]])[] = [
  ['link', ['link', 'url', 'address', 'website', 'enlace']],
  ['phone', ['phone', 'telefone', 'telefono', 'telefon']],
  ['percent', ['percent', 'discount', 'desconto', 'descuento', 'rabatt', 'prozent']],
  [
    'amount',
    [
      'amount',
      'price',
      'total',
      'sum',
      'balance',
      'valor',
      'preco',
      'importe',
      'precio',
      'betrag',
      'summe',
      'preis',
    ],
  ],
  [
    'date',
    [
      'date',
      'day',
      'due',
      'until',
      'data',
      'dia',
      'vencimento',
      'fecha',
      'vencimiento',
      'datum',
      'tag',
      'frist',
    ],
  ],
  ['time', ['time', 'hour', 'hora', 'horario', 'uhrzeit', 'zeit']],
  [
    'code',
    ['code', 'number', 'reference', 'order', 'invoice', 'codigo', 'numero', 'pedido', 'nummer', 'kennung'],
  ],
  ['name', ['name', 'nome', 'nombre', 'vorname']],
]

/** What a variable wants: by the last word of its name, else by the shape of its sample where it stands. */
function wantedKind({ name, sample }: TemplateVariable, shown: readonly FoundValue[]): ValueKind {
  const words = partsOf(name ?? '')
  const told = named.findLast(([, names]) => names.includes(words.at(-1) ?? ''))
  return told?.[0] ?? shown.find(({ value }) => value === sample)?.kind ?? kindOf(sample)
}

const partsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

/**
 * A value for each variable of a body: a fact of that name, else what the intended text says of that kind, in its
 * order, else what stands there between the same words. Null when one is left without: a value is never made up.
 */
export function fillVariables(
  body: string,
  variables: readonly TemplateVariable[],
  text: string,
  facts: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const left: FoundValue[] = findValues(text)
  const samples = Object.fromEntries(variables.map(({ key, sample }) => [key, sample]))
  const shown = findValues(fillText(body, samples))
  const filled: Record<string, string> = {}
  for (const variable of variables) {
    const kind = wantedKind(variable, shown)
    const value =
      factOf(variable.name, facts) ??
      takeKind(left, kind) ??
      greetedName(variable, kind, facts) ??
      between(body, variable.key, text)
    if (value === null) return null
    filled[variable.key] = value
  }
  return filled
}

/** Where the sample is a name that is greeted and nobody said what it means, it is the contact's. */
const greetedName = (
  { name }: TemplateVariable,
  kind: ValueKind,
  facts: Readonly<Record<string, string>>,
): string | undefined => (name === null && kind === 'name' ? facts['contact.name'] : undefined)

/** By its whole name, else by its last part when only one fact ends so. */
function factOf(name: string | null, facts: Readonly<Record<string, string>>): string | null {
  if (!name) return null
  const exact = facts[name]?.trim()
  if (exact) return exact
  const last = partsOf(name).at(-1)
  const alike = Object.entries(facts).filter(([fact, value]) => partsOf(fact).at(-1) === last && value.trim())
  // Every noun has a name of its own: `lead.name` is no `contact.name`.
  return name.includes('.') || alike.length !== 1 ? null : (alike[0]?.[1].trim() ?? null)
}

/** Kinds that may stand for another one: an order can be a bare number. */
const also: Partial<Record<ValueKind, readonly ValueKind[]>> = { code: ['number'], number: ['code'] }

function takeKind(left: FoundValue[], kind: ValueKind): string | null {
  if (kind === 'text') return null
  for (const wanted of [kind, ...(also[kind] ?? [])]) {
    const at = left.findIndex((one) => one.kind === wanted)
    if (at !== -1) return left.splice(at, 1)[0]?.value ?? null
  }
  return null
}

const longestPhrase = 60

/** What stands in the text between the words that stand around the placeholder in the body. */
function between(body: string, key: string, text: string): string | null {
  const parts = body.split(placeholder)
  const at = parts.findIndex((part, index) => index % 2 === 1 && part === key)
  const before = /([\p{L}\p{N}]+)[^\p{L}\p{N}]*$/u.exec(parts[at - 1] ?? '')?.[1]
  const after = /^[^\p{L}\p{N}]*([\p{L}\p{N}]+)/u.exec(parts[at + 1] ?? '')?.[1]
  if (at === -1 || before === undefined) return null
  const close = after === undefined ? '' : `|\\s+${after}(?![\\p{L}\\p{N}])`
  const phrase = new RegExp(
    `(?<![\\p{L}\\p{N}])${before}\\s+([\\p{L}\\p{N}][^.,;:!?\\n]*?)(?=[.,;:!?\\n]|$${close})`,
    'iu',
  )
  const value = phrase.exec(text)?.[1]?.trim()
  return value && value.length <= longestPhrase ? value : null
}
