import { createContext, use, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

/** One change in the simulator. `type` 'connected' stands for "anything may have changed since you last heard". */
export type News = { type: string; address?: string }

type Hear = (news: News) => void
type Live = { connected: boolean; hear: (listener: Hear) => () => void }

const Context = createContext<Live | null>(null)
const longestPause = 5_000

/** One stream for the whole page, opened again whenever it ends; afterwards everybody is told to look again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [connected, setConnected] = useState(true)
  const [{ hear, tell }] = useState(newsroom)

  useEffect(() => {
    let source: EventSource | undefined
    let pause = 500
    let timer: ReturnType<typeof setTimeout> | undefined

    const open = () => {
      source = new EventSource('/simulator/api/live')
      source.addEventListener('open', () => {
        pause = 500
        setConnected(true)
        tell({ type: 'connected' })
      })
      source.addEventListener('message', (event: MessageEvent<string>) => {
        const news = readNews(event.data)
        if (news) tell(news)
      })
      source.addEventListener('error', () => {
        setConnected(false)
        source?.close()
        timer = setTimeout(open, pause)
        pause = Math.min(pause * 2, longestPause)
      })
    }
    open()
    return () => {
      clearTimeout(timer)
      source?.close()
    }
  }, [tell])

  const live = useMemo<Live>(() => ({ connected, hear }), [connected, hear])
  return <Context value={live}>{children}</Context>
}

function newsroom() {
  const listeners = new Set<Hear>()
  return {
    hear: (listener: Hear) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    tell: (news: News) => {
      for (const listener of listeners) listener(news)
    },
  }
}

function readNews(data: string): News | null {
  try {
    const news: unknown = JSON.parse(data)
    return typeof news === 'object' && news !== null && 'type' in news ? (news as News) : null
  } catch {
    return null
  }
}

function useStream(): Live {
  const live = use(Context)
  if (!live) throw new Error('live updates are used outside LiveProvider: wrap the page in it')
  return live
}

/** Whether news arrive at the moment. */
export function useConnected(): boolean {
  return useStream().connected
}

/** Calls `listener` for each change, for as long as the component is on screen. */
export function useNews(listener: Hear): void {
  const { hear } = useStream()
  const latest = useEffectEvent(listener)
  useEffect(() => hear((news) => latest(news)), [hear])
}
