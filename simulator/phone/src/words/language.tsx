import { createContext, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { en, type WordKey } from './en.ts'
import { pt } from './pt.ts'

const catalogues = { en, pt }
type Language = keyof typeof catalogues
type Values = Record<string, string | number>

/** `say` finds a sentence and fills its places; `locale` is for dates and numbers. */
export type Words = {
  language: Language
  locale: string
  say: (key: WordKey, values?: Values) => string
  switchLanguage: () => void
}

const remembered = 'simulator-language'
const Context = createContext<Words | null>(null)

function firstLanguage(): Language {
  const chosen = localStorage.getItem(remembered) ?? navigator.language
  return chosen.startsWith('pt') ? 'pt' : 'en'
}

/** Fills `{name}` places; a place without a value stays as it is, so that a gap is seen. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)

  useEffect(() => {
    document.documentElement.lang = language
    document.title = catalogues[language]['app.name']
  }, [language])

  const words = useMemo<Words>(
    () => ({
      language,
      locale: language === 'pt' ? 'pt-PT' : 'en-GB',
      say: (key, values) => fill(catalogues[language][key], values),
      switchLanguage: () => {
        const next = language === 'en' ? 'pt' : 'en'
        localStorage.setItem(remembered, next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <Context value={words}>{children}</Context>
}

/** The words of the language on screen. */
export function useWords(): Words {
  const words = use(Context)
  if (!words) throw new Error('useWords is called outside LanguageProvider: wrap the page in it')
  return words
}
