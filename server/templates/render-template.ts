import type { TemplatePreview } from '@parley/contract/templates.ts'
import { drawPages } from './draw-pages.ts'
import { fileOf } from './file-of.ts'
import { wordsOfMeta } from './words-of-meta.ts'

type Fields = Record<string, unknown>
type Values = Readonly<Record<string, string>>
type Part = TemplatePreview['cards'][number]

/** What the renderer needs of a template. */
export interface Drawable {
  contentType: string
  /** The fields of this type, as Twilio documents them. */
  content: Fields
  language: string
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

/**
 * What the phone shows of a template with these values, whatever its type: the one renderer, for lists, for the composer
 * and for the record of what was sent. A value that is missing falls back to the sample, as Twilio does; a key without
 * either stays as it is written.
 */
export function renderTemplate(
  { contentType, content, language }: Drawable,
  samples: Values,
  values: Values = {},
): TemplatePreview {
  const known = { ...samples, ...values }
  const filled = fill(content, known) as Fields
  return {
    ...drawPart(filled),
    cards: list(filled['cards']).map(drawPart),
    place: null,
    items: [],
    pages: [],
    ...special[contentType]?.(filled, language, known),
  }
}

/** What a text with its picture and buttons is made of, in every type that has them. */
function drawPart(fields: Fields): Part {
  const body = text(fields['body'])
  const title = text(fields['title']) ?? text(fields['header_text'])
  const media = Array.isArray(fields['media']) ? text(fields['media'][0]) : text(fields['media'])
  const mediaUrl = media ?? text(fields['media_url'])
  return {
    header: body === null ? null : title,
    body: body ?? title ?? '',
    footer: text(fields['subtitle']) ?? text(fields['footer']),
    mediaUrl,
    media: mediaUrl === null ? null : fileOf(mediaUrl),
    buttons: list(fields['actions']).map((action) => ({
      label: text(action['title']) ?? '',
      kind: (text(action['type']) ?? 'QUICK_REPLY').toLowerCase(),
      target: text(action['url']) ?? text(action['phone']) ?? text(action['code']),
    })),
  }
}

type Drawing = Partial<TemplatePreview>
const opening = (label: unknown, kind: string) => [{ label: text(label) ?? '', kind, target: null }]

/** Where a type shows something beside that. */
const special: Record<string, (filled: Fields, language: string, values: Values) => Drawing> = {
  'twilio/list-picker': ({ button, items }) => ({
    buttons: opening(button, 'list'),
    items: list(items).map(({ item, description }) => ({
      title: text(item) ?? '',
      description: text(description) ?? '',
      section: '',
    })),
  }),
  'twilio/location': ({ latitude, longitude, label, address }) => ({
    body: text(label) ?? text(address) ?? '',
    place: {
      latitude: Number(latitude) || 0,
      longitude: Number(longitude) || 0,
      label: text(label) ?? '',
      address: text(address) ?? '',
    },
  }),
  'twilio/catalog': ({ items }, language) => ({
    buttons: opening(wordsOfMeta(language).catalog, 'catalog'),
    items: list(items).map((item) => ({
      title: text(item['name']) ?? text(item['id']) ?? '',
      description: [text(item['description']), priceOf(item['price'])].filter(Boolean).join(' · '),
      section: text(item['section_title']) ?? '',
    })),
  }),
  'twilio/flows': ({ button_text, pages }) => ({
    buttons: opening(button_text, 'flow'),
    pages: drawPages(pages),
  }),
  'whatsapp/flows': ({ button_text }) => ({ buttons: opening(button_text, 'flow') }),
  'whatsapp/authentication': drawCode,
}

const priceOf = (price: unknown): string | null => (typeof price === 'number' ? price.toFixed(2) : null)

/** Meta: the words of a one-time code are always the same; a business chooses the lines and the label only. */
function drawCode(filled: Fields, language: string, values: Values): Drawing {
  const words = wordsOfMeta(language)
  const code = values[codeKey] ?? `{{${codeKey}}}`
  const minutes = filled['code_expiration_minutes']
  const [action] = list(filled['actions'])
  return {
    body: [
      words.code(code),
      ...(filled['add_security_recommendation'] === true ? [words.security] : []),
    ].join(' '),
    footer: typeof minutes === 'number' ? words.expiry(minutes) : null,
    buttons: [{ label: text(action?.['copy_code_text']) ?? '', kind: 'copy_code', target: code }],
  }
}

/** Twilio: `{{key}}`, a key of up to 16 letters and digits. */
export const placeholder = /\{\{\s*(\w{1,16})\s*\}\}/g

/** One text with its values in it; a key without a value stays as it is written. */
export const fillText = (text: string, values: Values): string =>
  text.replaceAll(placeholder, (whole, key: string) => (Object.hasOwn(values, key) ? values[key]! : whole))

function fill(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fillText(value, values)
  if (Array.isArray(value)) return value.map((one) => fill(one, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, values)]))
}

/** Twilio: the code of a `whatsapp/authentication` is variable 1, though no text of it says so. */
const codeKey = '1'

/** The keys a template asks for, in the order in which they stand in it. */
export const variablesOf = ({ contentType, content }: Omit<Drawable, 'language'>): string[] =>
  contentType === 'whatsapp/authentication' ? [codeKey] : placeholdersIn(content)

/** The keys written in the texts of a content. */
export function placeholdersIn(content: Fields): string[] {
  const found = [...JSON.stringify(content).matchAll(placeholder)].map((match) => match[1] ?? '')
  return [...new Set(found)]
}
