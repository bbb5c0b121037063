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

/** What the runtime was asked already: it takes its time. */
const asked = new Map<string, string | null>()

/** The time zone a country lives in, or null: a first guess, good enough to let people sleep. */
export function timeZoneIn(country: string | null): string | null {
  if (country === null) return null
  const known = populous[country] ?? asked.get(country)
  if (known !== undefined) return known
  const first = firstTimeZone(country)
  asked.set(country, first)
  return first
}

function firstTimeZone(country: string): string | null {
  // In Node 24, and not yet in TypeScript's own list.
  const place = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    getTimeZones?: () => string[] | undefined
  }
  return place.getTimeZones?.()?.[0] ?? null
}

/** The time zone a number's country lives in, or null. */
export const timeZoneOf = (address: string): string | null => timeZoneIn(countryOf(address))
