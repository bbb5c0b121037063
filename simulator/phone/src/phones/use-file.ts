import { useEffect, useEffectEvent, useState } from 'react'

/** `url` addresses the bytes in memory and holds as long as the component is on screen. */
export type LoadedFile = { blob: Blob; url: string }

/** A whole file of the simulator. It serves no ranges, so only a whole file can be wound forward and back. */
export function useFile(path: string, onGone: () => void): LoadedFile | undefined {
  const [file, setFile] = useState<LoadedFile>()
  const fail = useEffectEvent(onGone)
  useEffect(() => {
    const stopped = new AbortController()
    let url = ''
    const load = async () => {
      const answer = await fetch(path, { signal: stopped.signal })
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
      const blob = await answer.blob()
      url = URL.createObjectURL(blob)
      setFile({ blob, url })
    }
    load().catch(() => {
      if (!stopped.signal.aborted) fail()
    })
    return () => {
      stopped.abort()
      if (url) URL.revokeObjectURL(url)
    }
  }, [path])
  return file
}
