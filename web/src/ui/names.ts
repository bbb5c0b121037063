import i18next from 'i18next'

/** "German" for `de`, in the reader's language; the code itself when nobody knows it. Meta writes `pt_BR` what browsers call `pt-BR`. */
export const languageName = (code: string): string => nameOf('language', code.replaceAll('_', '-'))

/** "Germany" for `DE`, in the reader's language; the code itself when nobody knows it. */
export const countryName = (code: string): string => nameOf('region', code)

/** Made once for each language: to make one takes longer than to ask it. */
const made = new Map<string, Intl.DisplayNames>()

function namesOf(type: 'language' | 'region'): Intl.DisplayNames {
  const key = `${i18next.language} ${type}`
  const names = made.get(key) ?? new Intl.DisplayNames(i18next.language, { type })
  made.set(key, names)
  return names
}

function nameOf(type: 'language' | 'region', code: string): string {
  try {
    return namesOf(type).of(code) ?? code
  } catch {
    return code
  }
}

/** Codes that CLDR names and nobody lives in. */
const noCountries = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))

let countries: readonly string[] | undefined
/** Every country, by its two letters. */
export function everyCountry(): readonly string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  countries ??= letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountries.has(code) && names.of(code) !== undefined)
    // An old code of a country that has another now goes by the name of that one.
    .filter((code) => new Intl.Locale(`und-${code}`).region === code)
  return countries
}

/** Languages that many people write in. */
export const everyLanguage: readonly string[] =
  'ar bn cs da de el en es fi fr he hi hu id it ja ko ms nl no pl pt ro ru sv sw ta th tr uk ur vi zh'.split(
    ' ',
  )
