import { useState } from 'react'

/** What a phone shows. */
export type View =
  | { name: 'list' }
  | { name: 'new' }
  | { name: 'settings' }
  | { name: 'chat'; sender: string }

/** The view of one phone; an open chat is still open after the page was left and loaded again. */
export function useView(address: string): [View, (view: View) => void] {
  const key = `simulator-chat ${address}`
  const [view, setView] = useState<View>(() => {
    const sender = sessionStorage.getItem(key)
    return sender ? { name: 'chat', sender } : { name: 'list' }
  })
  const show = (next: View) => {
    if (next.name === 'chat') sessionStorage.setItem(key, next.sender)
    else sessionStorage.removeItem(key)
    setView(next)
  }
  return [view, show]
}
