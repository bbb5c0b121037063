import { XMLParser } from 'fast-xml-parser'
import type { Said } from './brain.ts'

/** Twilio: a larger answer is refused (11750), and more messages than ten are (14109). */
export const twimlLimitBytes = 64 * 1024
export const messagesLimit = 10
const depthLimit = 10

export interface Twiml {
  messages: Said[]
  /** Where the rest of the answer is to be fetched. */
  redirect: { url: string; method: 'GET' | 'POST' } | null
}

type Node = Record<string, unknown>

// No entity is expanded but the five of XML itself: a document type could blow a kilobyte up to gigabytes.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: true,
  htmlEntities: false,
  parseTagValue: false,
  trimValues: true,
})

/**
 * Reads what an SMS application answers. Twilio: `<Message>` with text or `<Body>` and `<Media>`, and `<Redirect>`;
 * after a redirect nothing else of the document counts.
 * @returns undefined when it is not TwiML
 */
export function parseTwiml(xml: string): Twiml | undefined {
  if (Buffer.byteLength(xml) > twimlLimitBytes || /<!DOCTYPE|<!ENTITY/iu.test(xml) || isTooDeep(xml))
    return undefined
  let document: Node[]
  try {
    document = parser.parse(xml) as Node[]
  } catch {
    return undefined
  }
  const response = document.find((node) => 'Response' in node)
  if (!response) return undefined
  const twiml: Twiml = { messages: [], redirect: null }
  for (const verb of response['Response'] as Node[]) {
    if ('Message' in verb && twiml.messages.length < messagesLimit)
      twiml.messages.push(readMessage(verb['Message'] as Node[]))
    if ('Redirect' in verb) {
      const method = (verb[':@'] as Record<string, string> | undefined)?.['method']
      twiml.redirect = {
        url: textOf(verb['Redirect'] as Node[]),
        method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
      }
      break
    }
  }
  twiml.messages = twiml.messages.filter(({ body, mediaUrl }) => body !== '' || mediaUrl)
  return twiml
}

const textOf = (nodes: readonly Node[]): string =>
  nodes.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('')

function readMessage(nodes: readonly Node[]): Said {
  const bodies = nodes.filter((node) => 'Body' in node).map((node) => textOf(node['Body'] as Node[]))
  const media = nodes.find((node) => 'Media' in node)
  const mediaUrl = media ? textOf(media['Media'] as Node[]) : ''
  const body = bodies.length > 0 ? bodies.join('') : textOf(nodes)
  return { body: body.trim(), ...(mediaUrl ? { mediaUrl } : {}) }
}

/** TwiML is three deep; a thousand open tags are an attack on the parser's stack. */
function isTooDeep(xml: string): boolean {
  let depth = 0
  for (const [, close, selfClosing] of xml.matchAll(/<(\/)?[a-z][^<>]*?(\/)?>/giu)) {
    if (close) depth -= 1
    else if (!selfClosing) depth += 1
    if (depth > depthLimit) return true
  }
  return false
}
