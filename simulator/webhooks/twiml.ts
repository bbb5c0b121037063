import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type TwimlMessage = {
  kind: 'message'
  body: string
  media: string[]
  to: string | null
  from: string | null
  /** Status callback URL of the created message. */
  action: string | null
}

type TwimlRedirect = { kind: 'redirect'; url: string; method: string }

/** What an answer asks for, or Twilio's error-log code that says why it cannot be used. */
export type TwimlVerdict =
  | { steps: (TwimlMessage | TwimlRedirect)[]; warnings: number[] }
  | { errorCode: number }

// Twilio: an answer has at most 64 kB and creates at most ten messages.
const MAX_BYTES = 64 * 1024
const MAX_MESSAGES = 10

type XmlNode = Record<string, XmlNode[] | string | Record<string, string>>

// Entities are decoded here, in one pass: the parser knows no numbered ones and would read CDATA as if it had any.
const PARSER = new XMLParser({
  processEntities: false,
  cdataPropName: '#cdata',
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
})

/** Reads a webhook's answer by its content type. Twilio: XML is TwiML, plain text is a reply, anything else 12300. */
export function readTwiml(contentType: string, body: string): TwimlVerdict {
  if (Buffer.byteLength(body) > MAX_BYTES) return { errorCode: 11750 }
  if (body.trim() === '') return { steps: [], warnings: [] }
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  if (type === 'text/plain') return { steps: [plainReply(body)], warnings: [] }
  if (type !== 'text/xml' && type !== 'application/xml' && type !== 'text/x-xml') return { errorCode: 12300 }
  // A document type could define entities that expand without end.
  if (/<!DOCTYPE/i.test(body) || XMLValidator.validate(body) !== true) return { errorCode: 12100 }
  const roots = (PARSER.parse(body) as XmlNode[]).filter((node) => !nameOf(node).startsWith('?'))
  const root = roots.find((node) => !nameOf(node).startsWith('#'))
  if (!root || nameOf(root) !== 'Response') return { errorCode: 12102 }
  return readVerbs(childrenOf(root))
}

function readVerbs(nodes: XmlNode[]): TwimlVerdict {
  const steps: (TwimlMessage | TwimlRedirect)[] = []
  const warnings: number[] = []
  for (const node of nodes) {
    const name = nameOf(node)
    if (name.startsWith('#')) continue
    if (name === 'Message' || name === 'Sms') steps.push(readMessage(node))
    else if (name === 'Redirect') {
      steps.push({ kind: 'redirect', url: textOf(node).trim(), method: attribute(node, 'method') ?? 'POST' })
      break
    } else return { errorCode: 14110 }
  }
  const messages = steps.filter((step) => step.kind === 'message')
  if (messages.length <= MAX_MESSAGES) return { steps, warnings }
  return { steps: messages.slice(0, MAX_MESSAGES), warnings: [14109] }
}

function readMessage(node: XmlNode): TwimlMessage {
  const children = childrenOf(node)
  const bodies = children.filter((child) => nameOf(child) === 'Body').map(textOf)
  const media = children.filter((child) => nameOf(child) === 'Media').map((child) => textOf(child).trim())
  const loose = children
    .filter((child) => nameOf(child).startsWith('#'))
    .map(plainText)
    .join('')
  return {
    kind: 'message',
    body: bodies.length > 0 ? bodies.join('') : loose.trim(),
    media,
    to: attribute(node, 'to'),
    from: attribute(node, 'from'),
    action: attribute(node, 'action') ?? attribute(node, 'statusCallback'),
  }
}

function plainReply(body: string): TwimlMessage {
  return { kind: 'message', body, media: [], to: null, from: null, action: null }
}

function nameOf(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '#text'
}

function childrenOf(node: XmlNode): XmlNode[] {
  const inner = node[nameOf(node)]
  return Array.isArray(inner) ? inner : []
}

function textOf(node: XmlNode): string {
  return childrenOf(node)
    .map((child) => (nameOf(child).startsWith('#') ? plainText(child) : textOf(child)))
    .join('')
}

function plainText(node: XmlNode): string {
  const text = node['#text']
  return typeof text === 'string' ? decode(text) : childrenOf(node).map(rawText).join('')
}

/** What stands inside CDATA, as it stands. */
function rawText(node: XmlNode): string {
  const text = node['#text']
  return typeof text === 'string' ? text : ''
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name: string) => {
    if (name) return NAMED[name] ?? whole
    const code = hex ? Number.parseInt(hex as string, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function attribute(node: XmlNode, name: string): string | null {
  const attributes = node[':@']
  if (typeof attributes !== 'object' || Array.isArray(attributes)) return null
  const value = attributes[name]
  return value === undefined ? null : decode(value)
}
