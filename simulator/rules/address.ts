import type { Message } from '#entities.ts'

/** The shared number of Twilio's WhatsApp sandbox. */
export const SANDBOX_ADDRESS = 'whatsapp:+14155238886'

// Twilio: a phone number, or since mid-2026 a business-scoped user id, optionally with the parent's ENT part.
const WHATSAPP = /^whatsapp:(\+\d{1,15}|[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128})$/

const COUNTRIES: readonly (readonly [prefix: string, country: string])[] = [
  ['1', 'US'],
  ['7', 'RU'],
  ['27', 'ZA'],
  ['31', 'NL'],
  ['33', 'FR'],
  ['34', 'ES'],
  ['39', 'IT'],
  ['44', 'GB'],
  ['49', 'DE'],
  ['52', 'MX'],
  ['54', 'AR'],
  ['55', 'BR'],
  ['57', 'CO'],
  ['62', 'ID'],
  ['81', 'JP'],
  ['91', 'IN'],
  ['234', 'NG'],
  ['351', 'PT'],
  ['971', 'AE'],
]

// Area codes behind +1 that are not in the United States: Canada's and the Caribbean's.
const NOT_UNITED_STATES: ReadonlySet<string> = new Set(
  (
    '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 460 468 474 506 514 519 ' +
    '548 579 581 584 587 600 604 613 622 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942 ' +
    '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876'
  ).split(' '),
)

/** Whether an address is a number of the United States. */
export function isUnitedStates(address: string): boolean {
  const digits = digitsOf(address)
  return digits.startsWith('1') && !NOT_UNITED_STATES.has(digits.slice(1, 4))
}

export function isWhatsAppAddress(text: string): boolean {
  return WHATSAPP.test(text)
}

/** `+1555…` and `CC.<id>` become `whatsapp:…`; anything else is left for the check to refuse. */
export function toWhatsAppAddress(text: string): string {
  return text.startsWith('whatsapp:') ? text : `whatsapp:${text}`
}

export function hasPhoneNumber(address: string): boolean {
  return address.startsWith('whatsapp:+')
}

/** The digits of a number without `+`; empty for a user without number. */
export function digitsOf(address: string): string {
  return hasPhoneNumber(address) ? address.slice('whatsapp:+'.length) : ''
}

/** ISO country of an address, by calling code or by the user id's own prefix. */
export function countryOf(address: string): string {
  if (!hasPhoneNumber(address)) return address.slice('whatsapp:'.length, 'whatsapp:'.length + 2)
  const digits = digitsOf(address)
  return COUNTRIES.find(([prefix]) => digits.startsWith(prefix))?.[1] ?? 'US'
}

/** Twilio masks the last four places of `ChannelToAddress`. */
export function maskedAddress(address: string): string {
  const plain = address.slice('whatsapp:'.length)
  return `${plain.slice(0, -4)}XXXX`
}

/** The user's side of a message. */
export function userOf(message: Pick<Message, 'direction' | 'from' | 'to'>): string {
  return message.direction === 'inbound' ? (message.from ?? '') : message.to
}

/** The business's side of a message; null until a Messaging Service has picked one. */
export function senderOf(message: Pick<Message, 'direction' | 'from' | 'to'>): string | null {
  return message.direction === 'inbound' ? message.to : message.from
}
