import { firstValue, withoutNul, type FormParameters } from './parse-form.ts'

/** A file of an inbound message, still at Twilio. */
export interface InboundMedia {
  url: string
  /** As WhatsApp declared it; the bytes may say otherwise. */
  contentType: string | null
}

/** What an inbound message holds, by kind. `body` is the text that goes with it, often empty. */
export type InboundContent =
  | { kind: 'text'; body: string }
  | { kind: 'media'; body: string; media: InboundMedia[] }
  /** Contact cards; the vCard is in the media. */
  | { kind: 'contacts'; body: string; media: InboundMedia[] }
  | {
      kind: 'location'
      body: string
      latitude: number
      longitude: number
      label: string | null
      address: string | null
    }
  | { kind: 'button'; body: string; title: string; payload: string }
  | { kind: 'list'; body: string; id: string; title: string; description: string | null }
  /** The answers of a form; `data` is what the JSON held, or the text itself when it is no JSON. */
  | { kind: 'flow'; body: string; data: unknown }
  /** A kind we do not know, such as a reaction: kept and shown, never lost. */
  | { kind: 'unknown'; body: string; type: string; media: InboundMedia[] }

/** The parameters read here; every other one is kept aside. */
export const contentParameters: ReadonlySet<string> = new Set([
  'Body',
  'MessageType',
  'NumMedia',
  'Latitude',
  'Longitude',
  'Address',
  'Label',
  'ButtonText',
  'ButtonPayload',
  'ListId',
  'ListTitle',
  'ListDescription',
  'InteractiveData',
])

/** MessageTypes that hold nothing but text or files. */
const plainTypes: ReadonlySet<string> = new Set([
  '',
  'text',
  'image',
  'audio',
  'voice',
  'video',
  'document',
  'sticker',
  'media',
])

/**
 * Reads the content by what is there rather than by MessageType alone: Twilio adds types without notice and older
 * accounts do not send the type at all.
 */
export function readContent(parameters: FormParameters): InboundContent {
  const text = (name: string) => withoutNul(firstValue(parameters, name) ?? '')
  const body = text('Body')
  const type = text('MessageType').toLowerCase()
  const media = readMedia(parameters)

  const chosen = readChoice(text, body, type) ?? readLocation(text, body)
  if (chosen) return chosen
  if (media.length > 0) {
    const cards =
      type === 'contacts' || media.every((one) => /^text\/(x-)?vcard\b/i.test(one.contentType ?? ''))
    return { kind: cards ? 'contacts' : 'media', body, media }
  }
  if (plainTypes.has(type) && (body !== '' || type === 'text')) return { kind: 'text', body }
  return { kind: 'unknown', body, type: type || 'empty', media }
}

type ReadText = (name: string) => string

/** Something the person tapped or filled in. */
function readChoice(text: ReadText, body: string, type: string): InboundContent | null {
  if (text('ListId') || text('ListTitle')) {
    const title = text('ListTitle') || body
    return {
      kind: 'list',
      body,
      id: text('ListId') || title,
      title,
      description: text('ListDescription') || null,
    }
  }
  const title = text('ButtonText')
  const payload = text('ButtonPayload')
  if (title || payload) return { kind: 'button', body, title: title || body, payload: payload || title }
  if (text('InteractiveData')) return { kind: 'flow', body, data: readJson(text('InteractiveData')) }
  // A choice without an id: what the person sees on it is all we get.
  if ((type === 'button' || type === 'interactive') && body)
    return { kind: 'button', body, title: body, payload: body }
  return null
}

function readLocation(text: ReadText, body: string): InboundContent | null {
  const latitude = readDegrees(text('Latitude'), 90)
  const longitude = readDegrees(text('Longitude'), 180)
  if (latitude === null || longitude === null) return null
  return {
    kind: 'location',
    body,
    latitude,
    longitude,
    label: text('Label') || null,
    address: text('Address') || null,
  }
}

function readDegrees(text: string, limit: number): number | null {
  if (!/^-?\d{1,3}(\.\d{1,20})?$/.test(text)) return null
  const degrees = Number(text)
  return Math.abs(degrees) <= limit ? degrees : null
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** Twilio: up to ten files; NumMedia may be missing, so the URLs themselves are counted. */
function readMedia(parameters: FormParameters): InboundMedia[] {
  const media: InboundMedia[] = []
  for (let n = 0; n < 10; n += 1) {
    const url = firstValue(parameters, `MediaUrl${n}`)
    if (url) media.push({ url, contentType: firstValue(parameters, `MediaContentType${n}`) || null })
  }
  return media
}
