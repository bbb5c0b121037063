import fc from 'fast-check'
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples' with { type: 'json' }
import { expect, test } from 'vitest'
import { readAny, readPlain } from './read-phone-number.ts'

// The short way to read a number is the long way's answer or none, whatever stands there.

const countries = getCountries()
const homes: readonly (CountryCode | undefined)[] = [undefined, 'DE', 'BR', 'US', 'GB']
const digits = (least: number, most: number) =>
  fc.array(fc.nat(9), { minLength: least, maxLength: most }).map((some) => some.join(''))
/** What people dial at home stands behind the code now and then, and other numbers begin alike. */
const beginning = fc.constantFrom('', '0', '00', '1', '8', '9', '90', '06', '15', '69', '344', '810')

const number = fc.oneof(
  fc
    .tuple(fc.constantFrom(...countries), beginning, digits(3, 13))
    .map(([country, first, rest]) => `+${getCountryCallingCode(country)}${first}${rest}`),
  fc.tuple(fc.constantFrom(...countries), digits(0, 3)).map(([country, last]) => {
    const example = examples[country] ?? ''
    return `+${getCountryCallingCode(country)}${example.slice(0, example.length - last.length)}${last}`
  }),
  digits(1, 17).map((all) => `+${all}`),
  fc.string(),
)

test('a number that is read the short way is what the library makes of it', () => {
  let short = 0
  const same = (written: string, home: CountryCode | undefined) => {
    const read = readPlain(written)
    if (!read) return
    short += 1
    expect({ written, ...read }).toEqual({ written, ...readAny(written, home) })
  }
  fc.assert(fc.property(number, fc.constantFrom(...homes), same), { numRuns: 20_000 })
  expect(short).toBeGreaterThan(2000)
})

test('the mobile numbers of most countries are read the short way', () => {
  const known = countries.flatMap((country) => {
    const example = examples[country]
    return example ? [readPlain(`+${getCountryCallingCode(country)}${example}`)?.country === country] : []
  })
  expect(known.filter(Boolean).length).toBeGreaterThan(150)
})

test.each(['+12025550101', '+4412345', '030123456', '+49 30 123456', '+0301234567', '+491', ''])(
  '%s is left to the library',
  (written) => {
    expect(readPlain(written)).toBeUndefined()
  },
)
