import { workOnReceived } from '#messages/work-on-received.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { considerReplies } from './consider-replies.ts'
import type { ShowTyping } from './turn.ts'

/** Subscribes to `messages.received`. */
export const considerQueue = 'replies.received'

interface ReplyWork {
  database: Database
  clock: Clock
  showTyping: ShowTyping
  /** What must be so before anybody answers these messages. */
  before: (tx: Tx, messageIds: readonly string[]) => Promise<void>
}

/**
 * Considers the messages that came in. The phone shows "typing…" from here on: an answer that needs no model is written so soon
 * after the wait for further messages that nobody would see it later.
 */
export async function replyJobs(jobs: Jobs, { database, clock, showTyping, before }: ReplyWork) {
  await workOnReceived(
    jobs,
    database,
    { queue: considerQueue, concurrency: 4 },
    async (tx, messageIds) => {
      await before(tx, messageIds)
      return await considerReplies(tx, messageIds, clock)
    },
    (organizationId, places) => {
      for (const { connectorId, inboundSid } of places)
        void showTyping(organizationId, connectorId, inboundSid).catch(() => undefined)
    },
  )
}
