import type { FieldValue } from '@parley/contract/contact-fields.ts'
import { readableAddress } from './contact-address.ts'

export interface ContactRow {
  id: string
  /** Given by members; empty when none did. */
  name: string
  /** What the person calls themselves on WhatsApp; empty when they told none. */
  profileName: string
  language: string | null
  /** As it is kept: `ZZ` where no address tells one, null where nobody has looked yet. */
  country: string | null
  timeZone: string | null
  tags: string[]
  fields: Record<string, FieldValue>
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

/** Tags as they are kept: each once, whatever its capital letters, in the order of the alphabet. */
export function cleanTags(given: readonly string[]): string[] {
  const byWord = new Map(given.map((tag) => tag.trim()).map((tag) => [tag.toLowerCase(), tag]))
  byWord.delete('')
  return [...byWord.values()].sort((a, b) => a.localeCompare(b))
}
