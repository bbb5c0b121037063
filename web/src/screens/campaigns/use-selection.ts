import { useState } from 'react'

/** What of a list is chosen: one by one, from the last one to this one with Shift, all that is shown, or all there is. */
export function useSelection(shown: readonly string[]) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string | null>(null)
  const [everything, setEverything] = useState(false)
  // What was decided meanwhile is chosen no more.
  const chosen = shown.filter((key) => everything || keys.has(key))
  const put = (some: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen)
    for (const key of some)
      if (isChosen) next.add(key)
      else next.delete(key)
    setKeys(next)
    setEverything(false)
  }
  return {
    chosen,
    /** All there is, whether it is shown or not. */
    everything,
    chooseEverything: () => setEverything(true),
    isChosen: (key: string): boolean => everything || keys.has(key),
    toggle(key: string, withRange: boolean) {
      const [from, to] = [shown.indexOf(last ?? ''), shown.indexOf(key)]
      const range = withRange && from !== -1 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [key]
      put(range, !(everything || keys.has(key)))
      setLast(key)
    },
    toggleShown: () => put(shown, chosen.length < shown.length),
    clear() {
      setKeys(new Set())
      setEverything(false)
    },
  }
}

export type Selection = ReturnType<typeof useSelection>
