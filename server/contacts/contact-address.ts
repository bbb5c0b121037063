import { parsePhoneNumberFromString as parsePhoneNumber, type PhoneNumber } from 'libphonenumber-js'
import { askOnce } from '#platform/ask-once.ts'

/** `phone`: `whatsapp:+…`. `user_id`: `whatsapp:CC.…`, Meta's id of a person for one business. */
export type IdentityKind = 'phone' | 'user_id'

const prefix = 'whatsapp:'
const phoneForm = /^whatsapp:\+\d{1,15}$/
const userIdForm = /^whatsapp:([A-Z]{2})\.(?:ENT\.)?[0-9A-Za-z]{1,128}$/

/** What kind of address this is, or undefined when WhatsApp knows no such form. */
export function kindOf(address: string): IdentityKind | undefined {
  if (phoneForm.test(address)) return 'phone'
  return userIdForm.test(address) ? 'user_id' : undefined
}

/** The address of a user id as Meta writes it, `CC.…`. */
export const addressOfUserId = (userId: string) => `${prefix}${userId}`

/** ISO 3166 two-letter code of the country, or null. Meta: a user id begins with the country of its person. */
export function countryOf(address: string): string | null {
  const userId = userIdForm.exec(address)
  if (userId) return userId[1]!
  if (!phoneForm.test(address)) return null
  const number = parsePhoneNumber(address.slice(prefix.length))
  return number ? countryOfNumber(number) : null
}

/** A number that no country of a shared code has is told as its largest country's. */
export const countryOfNumber = (number: PhoneNumber): string | null =>
  number.country ?? number.getPossibleCountries()[0] ?? null

/** Kept where an address tells no country: CLDR's code of the unknown region. */
export const nowhere = 'ZZ'

/** The runtime takes its time to answer. */
const likelyLanguage = askOnce((country: string): string | null => {
  try {
    return new Intl.Locale(`und-${country}`).maximize().language
  } catch {
    return null
  }
})

/** The language most people of the country write, as a two-letter code: a first guess that members may correct. */
export const languageOf = (country: string | null): string | null =>
  country === null || country === nowhere ? null : likelyLanguage(country)

/** For people to read: `+55 11 98765-4321`, or the user id as it is. */
export function readableAddress(address: string): string {
  const bare = address.startsWith(prefix) ? address.slice(prefix.length) : address
  return phoneForm.test(address) ? (parsePhoneNumber(bare)?.formatInternational() ?? bare) : bare
}
