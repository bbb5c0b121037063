import type { Clock } from './clock.ts'
import type { FaultBook } from './faults.ts'
import type { Ids } from './ids.ts'
import type { Live } from './live.ts'
import type { RequestLog } from './request-log.ts'
import type { Store } from './store.ts'
import type { WebhookClient } from '#webhooks/http-attempt.ts'
import type { WebhookQueue } from '#webhooks/webhook-queue.ts'

type Settings = {
  accountSid: string
  authToken: string
  /** Where the simulator is reached from outside: media URLs in webhooks begin with it. */
  publicUrl: string
  /** Milliseconds from a message's acceptance until it leaves, and from there until it reaches the phone. */
  pace: { sent: number; delivered: number }
  signsPort: boolean
}

/** One running simulation: what it knows, its time and chance, and its ways out. */
export type World = {
  settings: Settings
  clock: Clock
  ids: Ids
  store: Store
  live: Live
  log: RequestLog
  faults: FaultBook
  client: WebhookClient
  queue: WebhookQueue
  /** Callbacks held back to be sent in disorder, by message SID. */
  held: Map<string, (() => void)[]>
  /** After how many seconds the review desk approves by itself; null: a person decides. */
  review: { autoApproveSeconds: number | null }
  /** Until when a business's "typing…" shows, by `sender user`. */
  typing: Map<string, number>
}
