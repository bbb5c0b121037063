import { workOnReceived } from '#messages/work-on-received.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { considerReplies } from './consider-replies.ts'
import type { ShowTyping } from './turn.ts'

/** Subscribes to `messages.received`. */
export const considerQueue = 'replies.received'

/**
 * Considers the messages that came in. The phone shows "typing…" from here on: an answer that needs no model is written so soon
 * after the wait for further messages that nobody would see it later.
 */
export async function replyJobs(jobs: Jobs, database: Database, clock: Clock, showTyping: ShowTyping) {
  await workOnReceived(
    jobs,
    database,
    { queue: considerQueue, concurrency: 4 },
    (tx, messageIds) => considerReplies(tx, messageIds, clock),
    (organizationId, places) => {
      for (const { connectorId, inboundSid } of places)
        void showTyping(organizationId, connectorId, inboundSid).catch(() => undefined)
    },
  )
}
