import type { MessageContent } from '../api/phones.ts'

/** A button below a message. `reply` answers with its title, `form` opens pages to fill in; the others act on this phone only. */
export type Action = {
  kind: 'reply' | 'url' | 'phone' | 'code' | 'call' | 'form' | 'other'
  title: string
  id: string
  target: string
}
/** One line of a list to choose from. */
export type Choice = { id: string; title: string; description: string }
export type Panel = { title: string; body: string; media: string; actions: Action[] }

type Row = Record<string, unknown>

const kinds: Record<string, Action['kind']> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
  COPY_CODE: 'code',
  VOICE_CALL: 'call',
  VOICE_CALL_REQUEST: 'call',
}

/** The buttons of a content; Twilio: `actions` in every type that has some, flows have one named `button_text`. */
export function actionsOf(content: Row): Action[] {
  // Twilio: the actions of twilio/quick-reply may leave out their type.
  const untyped = content['type'] === 'twilio/quick-reply' ? 'reply' : 'other'
  const actions = rows(content['actions']).map((row) => ({
    kind: kinds[text(row['type'])] ?? untyped,
    title: text(row['title']) || text(row['copy_code_text']),
    id: text(row['id']) || text(row['title']),
    target: text(row['url']) || text(row['phone']) || text(row['code']),
  }))
  const flow = text(content['button_text'])
  if (!flow) return actions
  // The pages of a form that was published elsewhere are not known here.
  const kind = rows(content['pages']).length > 0 ? 'form' : 'other'
  return [...actions, { kind, title: flow, id: flow, target: '' }]
}

/** The list behind a button, or null. */
export function listOf(content: MessageContent): { button: string; choices: Choice[] } | null {
  const button = text(content['button'])
  if (!content.type.includes('list-picker') || !button) return null
  const choices = rows(content['items']).map((row) => ({
    id: text(row['id']),
    title: text(row['item']) || text(row['title']),
    description: text(row['description']),
  }))
  return { button, choices }
}

/** A thing of a catalog. */
export type Good = { title: string; description: string; price: string }

/** The things a catalog shows. */
export function goodsOf(content: MessageContent): Good[] {
  if (!content.type.includes('catalog')) return []
  return rows(content['items']).map((row) => ({
    title: text(row['name']) || text(row['id']),
    description: text(row['description']),
    price: typeof row['price'] === 'number' ? row['price'].toFixed(2) : '',
  }))
}

/** The name of the file above the text, before it was fetched: the end of its address. */
export function fileNameOf(content: Row): string {
  const [first] = [content['media'] ?? content['media_url']].flat()
  const path = text(first).split(/[?#]/)[0] ?? ''
  return path.split('/').findLast(Boolean) ?? ''
}

/** The cards of a carousel. */
export function panelsOf(content: MessageContent): Panel[] {
  return rows(content['cards']).map((row) => ({
    title: text(row['title']),
    body: text(row['body']),
    media: text([row['media']].flat()[0]),
    actions: actionsOf(row),
  }))
}

/** The line above the text, unless the text is that same line. */
export function headingOf(content: MessageContent, body: string): string {
  const heading = text(content['header_text']) || text(content['title'])
  return heading === body ? '' : heading
}

export function footerOf(content: MessageContent): string {
  return text(content['footer']) || text(content['subtitle'])
}

export type Place = { latitude: number; longitude: number; label: string; address: string }

export function placeOf(content: MessageContent): Place | null {
  const latitude = Number(content['latitude'])
  const longitude = Number(content['longitude'])
  if (!content.type.includes('location') || Number.isNaN(latitude) || Number.isNaN(longitude)) return null
  return { latitude, longitude, label: text(content['label']), address: text(content['address']) }
}

/** One thing on a page of a form. `name` is what its answer is told by; empty where nothing is answered. */
export type FormElement = {
  kind: 'typed' | 'written' | 'one' | 'several' | 'day' | 'text' | 'heading' | 'small' | 'picture'
  name: string
  label: string
  help: string
  choices: Choice[]
  required: boolean
  /** Of what is typed, as a browser names it. */
  inputType: string
  days: { from: string; to: string }
}
export type FormPage = { title: string; subtitle: string; button: string; elements: FormElement[] }

const elementKinds: Record<string, FormElement['kind']> = {
  SHORT_TEXT: 'typed',
  LONG_TEXT: 'written',
  SINGLE_SELECT: 'one',
  LIST: 'one',
  MULTIPLE_SELECT: 'several',
  MULTI_SELECT: 'several',
  DATE_PICKER: 'day',
  TEXT_HEADING: 'heading',
  TEXT_SUBHEADING: 'heading',
  TEXT_CAPTION: 'small',
  MEDIA: 'picture',
}
const inputTypes: Record<string, string> = {
  NUMBER: 'number',
  EMAIL: 'email',
  PHONE: 'tel',
  PASSWORD: 'password',
}

/** The pages of a form, in the order in which they lead to each other. */
export function formOf(content: Row): FormPage[] {
  return rows(content['pages']).map((page) => {
    const layout = rows(page['layout'])
    return {
      title: text(page['title']),
      subtitle: text(page['subtitle']),
      button: text(layout.findLast((row) => row['type'] === 'FOOTER')?.['label']),
      elements: layout.filter((row) => row['type'] !== 'FOOTER').map(elementOf),
    }
  })
}

function elementOf(row: Row): FormElement {
  const label = text(row['label'])
  const lines = Array.isArray(row['text_list']) ? row['text_list'].map(text).join('\n') : ''
  return {
    kind: elementKinds[text(row['type'])] ?? 'text',
    // Without a name of its own an answer goes by its question.
    name: text(row['name']) || label,
    label: label || text(row['text']) || lines || text(row['url']),
    help: label ? text(row['text']) : '',
    choices: choicesOf(row['options']),
    required: row['required'] === true,
    inputType: inputTypes[text(row['input_type'])] ?? 'text',
    days: { from: text(row['min_date']), to: text(row['max_date']) },
  }
}

/** What was filled into a form on this phone. */
export function answersOf(content: MessageContent): { name: string; value: string }[] {
  const answers = content.type === 'form' ? content['answers'] : null
  if (typeof answers !== 'object' || answers === null) return []
  return Object.entries(answers).map(([name, value]) => ({
    name,
    value: [value].flat().map(text).join(', '),
  }))
}

/** Twilio: choices are a JSON text of ids and titles. */
function choicesOf(options: unknown): Choice[] {
  try {
    return rows(JSON.parse(text(options))).map((row) => ({
      id: text(row['id']),
      title: text(row['title']),
      description: '',
    }))
  } catch {
    return []
  }
}

function rows(value: unknown): Row[] {
  return Array.isArray(value)
    ? value.filter((one): one is Row => typeof one === 'object' && one !== null)
    : []
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
