import { createContext, use, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ask } from './ask.ts'
import { useResource } from './use-resource.ts'

type Reading = { now: string; offset_ms: number }

/** `offset` is in milliseconds: how far the simulator's clock is ahead of real time. */
type Clock = { offset: number; known: boolean }

const Context = createContext<Clock>({ offset: 0, known: false })

/** Keeps the offset of the simulator's clock, read again whenever it is moved. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const { value } = useResource<Reading>('/clock', ({ type }) => type === 'clock' || type === 'reset')
  const clock = { offset: value?.offset_ms ?? 0, known: value !== undefined }
  return <Context value={clock}>{children}</Context>
}

/** The simulator's time, drawn again every `everyMs` milliseconds, and how far it is ahead. */
export function useNow(everyMs: number): Clock & { now: Date } {
  const { offset, known } = use(Context)
  const [real, setReal] = useState(() => Date.now())
  useEffect(() => {
    const beat = setInterval(() => setReal(Date.now()), everyMs)
    return () => clearInterval(beat)
  }, [everyMs])
  return { now: new Date(real + offset), offset, known }
}

/** Moves the simulator's clock forward. */
export function advanceClock(seconds: number): Promise<Reading> {
  return ask('POST', '/clock', { advance_s: seconds })
}
