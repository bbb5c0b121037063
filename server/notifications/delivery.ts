import { afterQuietHours } from '#platform/quiet-hours.ts'
import type { Kind } from './kinds.ts'
import type { Preference } from './preference.ts'

// One notification on one way to one target: waiting → sending → sent, or back to waiting after a failure that may pass,
// or skipped (it is not wanted any more), or failed (for good). The attempt is counted when it begins to be sent. A crash
// between sending and recording therefore errs on telling twice, never on not telling, and at most as often as there are tries;
// what is sent again carries the same mark (Message-ID, tag, webhook-id), so whoever receives it can fold the two.

export type Way = 'mail' | 'push' | 'webhook'

export interface Delivery {
  id: string
  way: Way
  targetId: string
  memberId: string | null
  kind: Kind | null
  notificationId: string | null
  subject: string
  attempts: number
  /** Seconds since it was due. */
  age: number
}

interface WayRule {
  /** Seconds in which a burst gathers, and in which whoever sits in the app reads it there. */
  gather: number
  /** Seconds from one delivery about a thing to the next one about the same. */
  rest: number
  /** How often it is tried. */
  tries: number
}
export const wayRules: Record<Way, WayRule> = {
  mail: { gather: 60, rest: 15 * 60, tries: 10 },
  push: { gather: 5, rest: 60, tries: 5 },
  webhook: { gather: 5, rest: 60, tries: 10 },
}

/** What is older than this tells nobody anything, in seconds. */
const stale = 48 * 3600
/** The longest pause between two tries, in seconds. */
const longestPause = 6 * 3600

/** Seconds until it is tried again after so many attempts: 30 s, 2 min, 8 min, 32 min, then every few hours. */
export const pauseAfter = (attempts: number): number => Math.min(longestPause, 30 * 4 ** (attempts - 1))

export type Decision = { do: 'send' } | { do: 'skip'; why: string } | { do: 'wait'; until: Date }

export interface Known {
  /** Whether the notification was read in the app meanwhile; null: it is gone. Of a test: false. */
  read: boolean | null
  /** Whether this way leads to the target still. */
  reachable: boolean
  /** Of the member who is told; null for an outgoing webhook. */
  preference: Preference | null
}

/** What becomes of a delivery that is due. `at` is business time, by which it is quiet or not. */
export function decideDelivery(delivery: Delivery, known: Known, at: Date): Decision {
  const { way, attempts, age } = delivery
  if (!known.reachable) return { do: 'skip', why: 'not_reachable' }
  if (known.read === null) return { do: 'skip', why: 'gone' }
  if (attempts > wayRules[way].tries) return { do: 'skip', why: 'tried_too_often' }
  if (age > stale) return { do: 'skip', why: 'too_late' }
  if (known.preference === null) return { do: 'send' }
  if (known.read) return { do: 'skip', why: 'read' }
  const until = afterQuietHours(at, known.preference.timeZone, known.preference.quiet)
  return until > at ? { do: 'wait', until } : { do: 'send' }
}

/** How an attempt went. `detail` is for those who look at the log, and holds no secret. */
export type Outcome =
  | { how: 'sent'; status: number | null }
  /** It will fail again however often it is tried. */
  | { how: 'refused'; status: number | null; detail: string }
  /** The other side says that this address is no more. */
  | { how: 'gone'; status: number; detail: string }
  | { how: 'later'; status: number | null; detail: string }

/** How an HTTP answer is understood: by push services (RFC 8030) and Standard Webhooks alike. */
export function outcomeOfStatus(status: number, goneAt: readonly number[]): Outcome {
  if (status >= 200 && status < 300) return { how: 'sent', status }
  const detail = `It answered ${status}`
  return goneAt.includes(status) ? { how: 'gone', status, detail } : { how: 'later', status, detail }
}

/** An outgoing webhook that fails for so long is switched off, in milliseconds. */
const givesUpAfter = 3 * 24 * 3_600_000
export const isGivenUp = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= givesUpAfter
