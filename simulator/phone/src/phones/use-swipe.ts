import { useRef } from 'react'
import type { PointerEvent } from 'react'

const farEnough = 56
const furthest = 80

/** Pointer handlers for "drag to the right with a finger, let go": the element follows and springs back. */
export function useSwipe(onSwipe: () => void) {
  const start = useRef<{ x: number; y: number } | null>(null)
  const distance = useRef(0)

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse') return
    start.current = { x: event.clientX, y: event.clientY }
    distance.current = 0
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return
    const along = event.clientX - start.current.x
    if (Math.abs(event.clientY - start.current.y) > Math.abs(along)) return
    distance.current = Math.min(furthest, Math.max(0, along))
    event.currentTarget.style.translate = `${distance.current}px 0`
  }
  const end = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return
    start.current = null
    event.currentTarget.style.translate = ''
    if (event.type === 'pointerup' && distance.current >= farEnough) onSwipe()
  }
  return { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end }
}
