import { useHotkeys } from '@mantine/hooks'
import { type KeyboardEvent, type RefObject, useCallback } from 'react'

/** Walks through rows of which only those in view are drawn. Rows carry their place as `data-row` on a button. */
export function useListKeys({
  viewport,
  count,
  selected,
  reveal,
  open,
}: {
  viewport: RefObject<HTMLElement | null>
  count: number
  /** Place of the open row, or -1. */
  selected: number
  /** Brings a row into view, so that it is drawn. */
  reveal: (row: number) => void
  open: (row: number) => void
}) {
  const focus = useCallback(
    (row: number) => {
      if (row < 0 || row >= count) return
      const find = () => viewport.current?.querySelector<HTMLElement>(`button[data-row="${row}"]`)
      reveal(row)
      const drawn = find()
      if (drawn) drawn.focus()
      else requestAnimationFrame(() => find()?.focus())
    },
    [count, reveal, viewport],
  )
  const step = (by: number) => {
    const next = selected === -1 ? 0 : selected + by
    if (next < 0 || next >= count) return
    reveal(next)
    open(next)
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = (document.activeElement as HTMLElement | null)?.dataset['row']
    focus(at === undefined ? Math.max(selected, 0) : Number(at) + by)
  }
  /** For the search field: the first arrow down leads into the list. */
  const onSearchKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return
    event.preventDefault()
    focus(0)
  }
  return { onKeyDown, onSearchKeyDown }
}
