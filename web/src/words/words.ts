import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = { en: 'English', pt: 'Português' } as const
export type Language = keyof typeof languages

const remembered = 'parley.language'

// A catalogue is a file for each area and language: words/en/inbox.json. A new language is a new folder.
const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' })

function resources() {
  const found: Record<string, Record<string, Record<string, unknown>>> = {}
  for (const [path, content] of Object.entries(files)) {
    const [, language, area] = /^\.\/(\w+)\/([\w-]+)\.json$/.exec(path) ?? []
    if (language && area) (found[language] ??= {})[area] = content
  }
  return found
}

export async function openWords(): Promise<void> {
  const known = Object.keys(languages)
  const wanted = localStorage.getItem(remembered) ?? navigator.language.slice(0, 2)
  const language = known.includes(wanted) ? wanted : 'en'
  document.documentElement.lang = language
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: resources(),
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(remembered, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
