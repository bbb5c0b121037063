import { countryOf, nowhere } from './contact-address.ts'
import { timeZoneIn } from './time-zone.ts'

/** Where the addresses of a contact say they live. */
export interface ContactPlace {
  /** As it is kept: two letters, `ZZ` where no address tells one. */
  country: string
  timeZone: string | null
}

export const placeOf = (addresses: readonly string[]): ContactPlace =>
  placeIn(addresses.map(countryOf).find((found) => found !== null) ?? null)

/** Where somebody of this country lives. */
export const placeIn = (country: string | null): ContactPlace => ({
  country: country ?? nowhere,
  timeZone: timeZoneIn(country),
})

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
