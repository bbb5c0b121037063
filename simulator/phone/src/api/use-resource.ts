import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { ask, Refused } from './ask.ts'
import { useNews, type News } from './live.tsx'

/** Between two loads of the same path, so that a storm of news costs at most a handful of loads a second. */
const breath = 120

export type Resource<T> = { value: T | undefined; failure: Refused | null; reload: () => void }

/**
 * A path of the control plane, loaded now and again after every change that `concerns` it.
 * While one load runs, further news ask for exactly one more.
 */
export function useResource<T>(path: string, concerns: (news: News) => boolean): Resource<T> {
  const [loaded, setLoaded] = useState<{ path: string; value: T }>()
  const [failure, setFailure] = useState<Refused | null>(null)
  const turn = useRef({ busy: false, again: false, path })

  const load = useCallback(async () => {
    const mine = turn.current
    if (mine.busy) {
      mine.again = true
      return
    }
    mine.busy = true
    do {
      mine.again = false
      const asked = mine.path
      try {
        const value = await ask<T>('GET', asked)
        if (asked === mine.path) setLoaded({ path: asked, value })
        setFailure(null)
      } catch (cause) {
        setFailure(cause instanceof Refused ? cause : new Refused(String(cause), 0))
      }
      await new Promise((done) => setTimeout(done, breath))
    } while (mine.again)
    mine.busy = false
  }, [])

  const reload = useCallback(() => void load(), [load])
  useEffect(() => {
    turn.current.path = path
    reload()
  }, [path, reload])

  const isMine = useEffectEvent(concerns)
  useNews((news) => {
    if (news.type === 'connected' || isMine(news)) reload()
  })
  return { value: loaded?.path === path ? loaded.value : undefined, failure, reload }
}
