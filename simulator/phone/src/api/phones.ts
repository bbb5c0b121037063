import { ask } from './ask.ts'

/** `url` names the simulator as the outside reaches it; `size` is in bytes. */
export type MessageMedia = {
  sid: string
  url: string
  content_type: string
  filename: string | null
  size: number
}

/** What stands beside or below the text; `type` says how to draw it, the rest depends on it. */
export type MessageContent = { type: string; [key: string]: unknown }

/** One message as a phone sees it: "in" was received by the phone, "out" was written on it. */
export type PhoneMessage = {
  sid: string
  direction: 'in' | 'out'
  from: string | null
  to: string
  body: string
  media: MessageMedia[]
  content: MessageContent | null
  status: string
  /** ISO 8601, on the simulator's clock. */
  at: string
  /** Whether the receiving side has looked at it. */
  read: boolean
  reply_to: string | null
  forwarded: boolean
}

/** One chat of a phone, known by the sender's address. */
export type Chat = {
  sender: string
  name: string
  unread: number
  typing: boolean
  /** Until when the business may write freely, ISO 8601; null when the service window is closed. */
  window_until: string | null
  last: PhoneMessage | null
}

/** `address` is `whatsapp:+…`, or `whatsapp:CC.…` for a user who hides the number. */
export type Phone = {
  address: string
  profile_name: string
  online: boolean
  read_receipts: boolean
  /** Addresses of senders whose messages never arrive here. */
  blocks: string[]
  unread: number
  /** Addresses of senders that type at the moment. */
  typing: string[]
  /** The latest first. */
  chats: Chat[]
}

export type NewMedia = { content_type: string; base64: string; filename: string }

/** What a phone may send. `button` answers a button or a list of the message `reply_to`. */
export type NewMessage = {
  to: string
  body?: string
  media?: NewMedia
  contacts?: { name: string; phone: string }[]
  location?: { latitude: number; longitude: number; label?: string; address?: string }
  reply_to?: string
  button?: { text: string; payload?: string }
  list?: { id: string; title: string; description?: string }
  form?: Record<string, string | string[]>
}

/** The bytes on this same server, whatever name the page was opened under. */
export const mediaPath = (media: MessageMedia) => `/simulator/media/${media.sid}`

/** Where one phone is read and changed. */
export const phonePath = (address: string) => `/phones/${encodeURIComponent(address)}`

/** Where the messages of one chat are read. */
export const chatPath = (address: string, sender: string) =>
  `${phonePath(address)}/messages?sender=${encodeURIComponent(sender)}`

export function addPhone(address: string, profileName: string): Promise<Phone> {
  return ask('POST', '/phones', { address, profile_name: profileName })
}

type Change = Partial<Pick<Phone, 'profile_name' | 'online' | 'read_receipts' | 'blocks'>>

export function changePhone(address: string, change: Change): Promise<Phone> {
  return ask('PUT', phonePath(address), change)
}

export function removePhone(address: string): Promise<void> {
  return ask('DELETE', phonePath(address))
}

export function sendFromPhone(address: string, message: NewMessage): Promise<{ sid: string }> {
  return ask('POST', `${phonePath(address)}/messages`, message)
}

/** The user looks at all that a sender has sent. */
export function readOnPhone(address: string, sender: string): Promise<unknown> {
  return ask('POST', `${phonePath(address)}/read`, { from: sender })
}
