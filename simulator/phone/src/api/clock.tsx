import { createContext, use, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ask } from './ask.ts'
import { useResource } from './use-resource.ts'

type Reading = { now: string }

/** `offset` is in milliseconds: what the simulator's clock shows beyond the browser's. */
type Clock = { offset: number; known: boolean }

const Context = createContext<Clock>({ offset: 0, known: false })
// A smaller difference is the way of the answer, not a moved clock.
const sameTime = 3_000

/** Keeps the offset of the simulator's clock, read again whenever it is moved. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const { value } = useResource<Reading>('/clock', (news) => news.type === 'clock' || news.type === 'reset')
  const [clock, setClock] = useState<Clock>({ offset: 0, known: false })
  useEffect(() => {
    if (!value) return
    const offset = Date.parse(value.now) - Date.now()
    setClock({ offset: Math.abs(offset) < sameTime ? 0 : offset, known: true })
  }, [value])
  return <Context value={clock}>{children}</Context>
}

/** The simulator's time, drawn again every `everyMs` milliseconds, and how far it is ahead. */
export function useNow(everyMs: number): { now: Date; offset: number; known: boolean } {
  const { offset, known } = use(Context)
  const [, setBeat] = useState(0)
  useEffect(() => {
    const beat = setInterval(() => setBeat((count) => count + 1), everyMs)
    return () => clearInterval(beat)
  }, [everyMs])
  return { now: new Date(Date.now() + offset), offset, known }
}

/** Moves the simulator's clock forward. */
export function advanceClock(seconds: number): Promise<Reading> {
  return ask('POST', '/clock', { advance_s: seconds })
}
