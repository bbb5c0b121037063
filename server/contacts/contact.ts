import { readableAddress } from './contact-address.ts'

export interface ContactRow {
  id: string
  /** Given by members; empty when none did. */
  name: string
  /** What the person calls themselves on WhatsApp; empty when they told none. */
  profileName: string
  language: string | null
  ownerId: string | null
  createdAt: Date
}

/** How a contact is called on screen: the members' name, else the WhatsApp profile name, else the address. */
export function displayName(contact: { name: string; profileName: string }, address: string): string {
  return contact.name || contact.profileName || readableAddress(address)
}

const longestName = 120

/**
 * A profile name as it may be kept. People put anything there: line breaks, and marks that turn the direction of
 * writing and with it whatever stands beside the name.
 */
export function cleanProfileName(given: string | null): string {
  const visible = (given ?? '').replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
  return [...visible.replaceAll(/\s+/g, ' ').trim()].slice(0, longestName).join('')
}

/** The identity shown for a contact: a phone number says more than a user id. */
export function mainAddress(addresses: readonly string[]): string {
  const sorted = [...addresses].sort()
  return sorted.find((address) => address.startsWith('whatsapp:+')) ?? sorted[0] ?? ''
}
