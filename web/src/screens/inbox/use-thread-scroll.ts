import { type RefCallback, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** This near to the end, in pixels, someone reads what is newest. */
const near = 80

/**
 * Keeps a thread where its reader is: at the end as long as they look at the end, and still when something is put before or
 * after what they read. `missed` says that something came which they do not see.
 * @param firstId of the oldest entry drawn, so that it is known when older ones are put before it
 */
export function useThreadScroll(firstId: string | undefined, lastId: string | undefined) {
  const box = useRef<HTMLDivElement | null>(null)
  const atEnd = useRef(true)
  const height = useRef(0)
  const [missed, setMissed] = useState(false)

  const toEnd = useCallback(() => {
    atEnd.current = true
    setMissed(false)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [])

  const viewport: RefCallback<HTMLDivElement> = useCallback((element) => {
    box.current = element
    if (!element) return
    let seen = ''
    const sizes = () => `${element.scrollHeight} ${element.clientHeight}`
    const onScroll = () => {
      // Something grew and the observer has not been told yet: nobody has left the end.
      if (sizes() !== seen) return
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near
      if (atEnd.current) setMissed(false)
    }
    // Pictures arrive, the composer grows, the window turns: whoever was at the end stays there.
    const watch = new ResizeObserver(() => {
      seen = sizes()
      height.current = element.scrollHeight
      if (atEnd.current) element.scrollTop = element.scrollHeight
    })
    watch.observe(element)
    if (element.firstElementChild) watch.observe(element.firstElementChild)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', onScroll)
      box.current = null
    }
  }, [])

  const first = useRef(firstId)
  useLayoutEffect(() => {
    const element = box.current
    if (element && first.current !== undefined && first.current !== firstId && !atEnd.current)
      element.scrollTop += element.scrollHeight - height.current
    first.current = firstId
    height.current = element?.scrollHeight ?? 0
  }, [firstId])

  const last = useRef(lastId)
  useLayoutEffect(() => {
    if (last.current !== undefined && last.current !== lastId && !atEnd.current) setMissed(true)
    last.current = lastId
  }, [lastId])

  return { viewport, toEnd, missed }
}
