import { useWords } from '../words/language.tsx'
import type { WordKey } from '../words/en.ts'

const names: Record<string, WordKey> = {
  queued: 'tick.queued',
  sent: 'tick.sent',
  delivered: 'tick.delivered',
  received: 'tick.delivered',
  read: 'tick.read',
  failed: 'tick.failed',
}

/** How far a message of this phone has come: one tick, two, two coloured. */
export function Ticks({ status }: { status: string }) {
  const { say } = useWords()
  const name = say(names[status] ?? 'tick.sent')
  const two = status === 'delivered' || status === 'received' || status === 'read'
  return (
    <svg
      className={`ticks ticks-${status}`}
      width="18"
      height="12"
      viewBox="0 0 18 12"
      role="img"
      aria-label={name}
    >
      <title>{name}</title>
      <path d={two ? 'M1 6.500l3.5 3.500L11.5 2M6.8 9l1 1L15 2' : 'M4 6.500l3.5 3.500L14.5 2'} />
    </svg>
  )
}
