import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import type { Refused } from '#platform/refusal.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { Describe } from './about.ts'
import type { Mailer } from './post-mail.ts'
import type { PostPush } from './post-push.ts'
import type { PostWebhook } from './post-webhook.ts'
import type { Vapid } from './vapid.ts'

/** What telling takes: the ways out, and what rooms above know. */
export interface NotificationRoom {
  database: Database
  clock: Clock
  log: Log
  secrets: Secrets
  publicUrl: string
  /** Null: the operator has set no mail server. */
  mailer: Mailer | null
  vapid: () => Promise<Vapid>
  postPush: PostPush
  postWebhook: PostWebhook
  describe: Describe
  organizationName: (organizationId: string) => Promise<string>
  /** Refuses addresses that could not be asked at all. */
  checkAddress: (url: string) => Refused | null
  /** An outgoing webhook failed for days and was switched off. */
  tellGivenUp: (tx: Tx, webhook: { id: string; name: string }) => Promise<void>
}
