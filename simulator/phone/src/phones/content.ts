import type { MessageContent } from '../api/phones.ts'

/** A button below a message. `reply` answers with its title; the others act on this phone only. */
export type Action = {
  kind: 'reply' | 'url' | 'phone' | 'code' | 'other'
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
  return flow ? [...actions, { kind: 'other', title: flow, id: flow, target: '' }] : actions
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

function rows(value: unknown): Row[] {
  return Array.isArray(value)
    ? value.filter((one): one is Row => typeof one === 'object' && one !== null)
    : []
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
