import i18next from 'i18next'

/** "German" for `de`, in the reader's language; the code itself when nobody knows it. */
export const languageName = (code: string): string => nameOf('language', code)

/** "Germany" for `DE`, in the reader's language; the code itself when nobody knows it. */
export const countryName = (code: string): string => nameOf('region', code)

function nameOf(type: 'language' | 'region', code: string): string {
  try {
    return new Intl.DisplayNames(i18next.language, { type }).of(code) ?? code
  } catch {
    return code
  }
}
