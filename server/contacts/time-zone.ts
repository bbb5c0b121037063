import { askOnce } from '#platform/ask-once.ts'
import { countryOf } from './contact-address.ts'

/** Where most people of a country with several zones live. */
const populous: Readonly<Record<string, string>> = {
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/Chicago',
  UZ: 'Asia/Tashkent',
  AR: 'America/Argentina/Buenos_Aires',
}

/** The runtime takes its time to answer. */
const firstTimeZone = askOnce((country: string): string | null => {
  // In Node 24, and not yet in TypeScript's own list.
  const place = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    getTimeZones?: () => string[] | undefined
  }
  return place.getTimeZones?.()?.[0] ?? null
})

/** The time zone a country lives in, or null: a first guess, good enough to let people sleep. */
export const timeZoneIn = (country: string | null): string | null =>
  country === null ? null : (populous[country] ?? firstTimeZone(country))

/** The time zone a number's country lives in, or null. */
export const timeZoneOf = (address: string): string | null => timeZoneIn(countryOf(address))
