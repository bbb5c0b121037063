/** What a value is by its shape; `text` is anything else. */
export type ValueKind =
  | 'link'
  | 'phone'
  | 'amount'
  | 'percent'
  | 'date'
  | 'time'
  | 'code'
  | 'name'
  | 'number'
  | 'text'

export interface FoundValue {
  kind: ValueKind
  value: string
  /** Where it begins in the text. */
  at: number
}

const weekday =
  'mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?' +
  '|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|sábado|domingo' +
  '|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag' +
  '|lunes|martes|miércoles|jueves|viernes'
const month =
  'jan(?:uary|eiro|uar)?|feb(?:ruary|ruar)?|fev(?:ereiro)?|mar(?:ch|ço)?|märz|apr(?:il)?|abr(?:il)?|may|mai(?:o)?|june?|jun(?:ho|i)|july?|jul(?:ho|i)' +
  '|enero|febrero|marzo|mayo|junio|julio|septiembre|setiembre|octubre|noviembre|diciembre' +
  '|aug(?:ust)?|ago(?:sto)?|sep(?:tember)?|set(?:embro)?|oct(?:ober)?|out(?:ubro)?|okt(?:ober)?|nov(?:ember|embro)?|de[cz](?:ember|embro)?'
const numeric = String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?`
const dayOfMonth = String.raw`\d{1,2}(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?(?:${month})(?:,?\s+(?:de\s+)?\d{4})?|(?:${month})\s+\d{1,2}(?:st|nd|rd|th)?(?:,\s*\d{4})?`
const relative =
  'today|tonight|tomorrow|hoje|amanhã|heute|übermorgen|morgen|pasado mañana|hoy|mañana|next week|semana que vem|nächste woche|semana que viene'
const calendar = `(?:${dayOfMonth}|${numeric})`
const currency = String.raw`(?:R\$|US\$|\$|€|£|EUR|USD|BRL|GBP|CHF)`

const edge = String.raw`(?<![\p{L}\p{N}])`
const end = String.raw`(?![\p{L}\p{N}])`
const whole = (pattern: string, flags = 'giu') => new RegExp(`${edge}(?:${pattern})${end}`, flags)

/** In this order: what one has found, the next does not see. */
const patterns: readonly (readonly [ValueKind, RegExp])[] = [
  ['link', /(?:https?:\/\/|www\.)[^\s,;)]*[^\s,;).!?]/giu],
  ['phone', /\+\d[\d ()-]{7,}\d/gu],
  [
    'amount',
    new RegExp(
      String.raw`${currency}\s?\d+(?:[.,]\d+)*|${edge}\d+(?:[.,]\d+)*\s?(?:€|£|(?:EUR|USD|BRL|CHF|euros?|dollars?|reais|pounds?)${end})`,
      'giu',
    ),
  ],
  ['percent', /\d+(?:[.,]\d+)?\s?(?:%|percent|por cento|por ciento|prozent)/giu],
  [
    'date',
    whole(
      `(?:${weekday})(?:,?\\s+(?:the\\s+|dia\\s+|den\\s+|\\()?${calendar})?|${calendar}|(?:${month})\\s+\\d{4}|${relative}`,
    ),
  ],
  [
    'time',
    whole(
      String.raw`\d{1,2}[:h]\d{2}\s?(?:am|pm|uhr|h)?|\d{1,2}(?:\.\d{2})?\s?(?:am|pm|uhr)|\d{1,2}\s?(?:h|horas)`,
    ),
  ],
  ['code', /#\d{2,}|(?<![\p{L}\p{N}])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,}(?![\p{L}\p{N}])/gu],
  ['number', whole(String.raw`\d+(?:[.,]\d+)?`)],
]

const greeting =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|olá|oi|bom dia|boa (?:tarde|noite)|prezad[oa]|car[oa]|hallo|guten (?:tag|morgen|abend)|liebe[r]?|hola|buenos días|buenas (?:tardes|noches)|estimad[oa]|querid[oa])(?: (?:herr|frau|mr\.?|mrs\.?|ms\.?|sr\.?|sra\.?))?\s+(?=(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?))/imu

/** Dates, times, amounts, codes, links, … and the name that is greeted, in the order in which they stand in the text. */
export function findValues(text: string): FoundValue[] {
  const found: FoundValue[] = []
  let rest = text
  const hide = (at: number, length: number) => {
    rest = rest.slice(0, at) + ' '.repeat(length) + rest.slice(at + length)
  }
  const greeted = greeting.exec(text)
  const name = greeted?.[1]
  // The pattern ignores case for the greeting alone: a name begins with a capital letter.
  if (greeted && name !== undefined && /^\p{Lu}/u.test(name)) {
    found.push({ kind: 'name', value: name, at: greeted[0].length })
    hide(greeted[0].length, name.length)
  }
  for (const [kind, pattern] of patterns)
    for (const match of rest.matchAll(pattern)) {
      const value = match[0].trim()
      found.push({ kind, value, at: match.index })
      hide(match.index, match[0].length)
    }
  return found.sort((a, b) => a.at - b.at)
}

/** The kind of a text that is one value and nothing else; `text` for any other. */
export function kindOf(text: string): ValueKind {
  const [first, ...more] = findValues(text)
  return first && more.length === 0 && first.value === text.trim() ? first.kind : 'text'
}
