import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  type NumberingPlan,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { countryOfNumber } from './contact-address.ts'

export interface ReadNumber {
  /** E.164, with its plus. */
  number: string
  /** ISO 3166 two-letter code, or null. */
  country: string | null
}

/** How numbers of a list are read. @param country two letters: where numbers without a country code are from */
export function numberReader(country: string | null): (written: string) => ReadNumber | null {
  const home = country?.toUpperCase() ?? ''
  const known = isSupportedCountry(home) ? (home as CountryCode) : undefined
  return (written) => {
    const plainly = readPlain(written)
    if (plainly) return plainly
    const bare = written.replace(/^whatsapp:/i, '').replace(/^00/, '+')
    // Excel takes the plus of a long number away.
    const whole = known === undefined && /^\d{11,15}$/.test(bare) ? `+${bare}` : bare
    return readAny(whole, known)
  }
}

/** Any number that is possible, in any way it can be written. */
export function readAny(written: string, home: CountryCode | undefined): ReadNumber | null {
  const number = parsePhoneNumberFromString(written, home)
  return number?.isPossible() ? { number: number.number, country: countryOfNumber(number) } : null
}

/** What has to be known of a country to read its plain numbers. */
interface Plain {
  country: CountryCode
  /** Digits that may follow the country's code. */
  lengths: readonly number[]
  /** What dialling at home puts before a number; taken away where it stands behind the country's code. */
  prefix: RegExp | null
}

/**
 * A number that is written as it is kept, of a code that one country has for itself; undefined for any other. It is what `readAny` makes of it, for
 * a fraction of the time.
 */
export function readPlain(written: string): ReadNumber | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(written)) return undefined
  plain ??= plainCodes()
  for (const length of [1, 2, 3]) {
    const found = plain.get(written.slice(1, 1 + length))
    if (!found) continue
    const rest = written.slice(1 + length)
    return found.lengths.includes(rest.length) && !found.prefix?.test(rest)
      ? { number: written, country: found.country }
      : undefined
  }
  return undefined
}

/** By the code of the country. No code is the beginning of another. */
let plain: ReadonlyMap<string, Plain> | undefined

function plainCodes(): ReadonlyMap<string, Plain> {
  const byCode = Map.groupBy(getCountries(), (country) => String(getCountryCallingCode(country)))
  const alone = [...byCode].flatMap(([code, [country, ...others]]) =>
    country && others.length === 0 ? [[code, plainOf(country)] as const] : [],
  )
  return new Map(alone)
}

function plainOf(country: CountryCode): Plain {
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  // The library has it and shows it in no type.
  const plan = metadata.numberingPlan as NumberingPlan & { nationalPrefixForParsing(): string | undefined }
  const prefix = plan.nationalPrefixForParsing()
  return { country, lengths: plan.possibleLengths(), prefix: prefix ? new RegExp(`^(?:${prefix})`) : null }
}
