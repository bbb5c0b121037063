import { useState } from 'react'

const keyOf = (conversationId: string, mode: string) => `parley.draft.${conversationId}.${mode}`

/** A text that survives leaving the page: nothing a person wrote is lost. */
export function useDraft(conversationId: string, mode: string): [string, (text: string) => void] {
  const [texts, setTexts] = useState<Record<string, string>>({})
  const key = keyOf(conversationId, mode)
  const text = texts[key] ?? localStorage.getItem(key) ?? ''
  const setText = (next: string) => {
    if (next === '') localStorage.removeItem(key)
    else localStorage.setItem(key, next)
    setTexts((before) => ({ ...before, [key]: next }))
  }
  return [text, setText]
}
