import { useRef, useState } from 'react'

export type Mode = 'message' | 'note'

const keyOf = (conversationId: string, mode: Mode) => `parley.draft.${conversationId}.${mode}`

const keep = (key: string, text: string) =>
  text === '' ? localStorage.removeItem(key) : localStorage.setItem(key, text)

/** Texts that survive leaving the page: nothing a person wrote is lost. */
export function useDraft(conversationId: string) {
  const shown = useRef<Partial<Record<Mode, string>>>({})
  const [, draw] = useState(0)
  const read = (mode: Mode) => shown.current[mode] ?? localStorage.getItem(keyOf(conversationId, mode)) ?? ''
  const show = (mode: Mode, text: string) => {
    shown.current[mode] = text
    draw((times) => times + 1)
  }
  const write = (mode: Mode, text: string) => {
    keep(keyOf(conversationId, mode), text)
    show(mode, text)
  }
  return {
    read,
    write,
    /** Leaves the field for its way to the server; until that has it, it is still kept. */
    handOver: (mode: Mode) => show(mode, ''),
    /** The server has it. What was written since stays. */
    forget: (mode: Mode, text: string) => {
      const key = keyOf(conversationId, mode)
      if (localStorage.getItem(key) === text) localStorage.removeItem(key)
    },
    /** It did not get through: back into the field, before what was written since. */
    giveBack: (mode: Mode, text: string) => {
      const since = shown.current[mode] ?? ''
      write(mode, since === '' ? text : `${text}\n${since}`)
    },
  }
}
