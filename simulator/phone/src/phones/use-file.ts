import { useEffect, useEffectEvent, useState } from 'react'

/** A whole file of the simulator. It serves no ranges, so only a whole file can be wound forward and back. */
export function useFile(path: string, onGone: () => void): Blob | undefined {
  const [file, setFile] = useState<Blob>()
  const fail = useEffectEvent(onGone)
  useEffect(() => {
    const stopped = new AbortController()
    const load = async () => {
      const answer = await fetch(path, { signal: stopped.signal })
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
      setFile(await answer.blob())
    }
    load().catch(() => {
      if (!stopped.signal.aborted) fail()
    })
    return () => stopped.abort()
  }, [path])
  return file
}

/** An address for a file in memory, given back when it is no longer needed. */
export function useUrlOf(file: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
