import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { considerReply, type Received } from './consider-reply.ts'
import type { ShowTyping } from './turn.ts'

/** Subscribes to `message.received`, in the order of each conversation. */
export const considerQueue = { queue: 'replies.consider', keepOrderBy: 'conversationId' }

/**
 * Considers each message that came in. The phone shows "typing…" from here on: an answer that needs no model is written so soon
 * after the wait for further messages that nobody would see it later.
 */
export async function replyJobs(jobs: Jobs, database: Database, clock: Clock, showTyping: ShowTyping) {
  await jobs.work(
    considerQueue.queue,
    async ({ organizationId, facts }) => {
      const typing = await database.withOrganization(organizationId, (tx) =>
        considerReply(tx, facts as unknown as Received, clock),
      )
      if (typing)
        void showTyping(organizationId, typing.connectorId, typing.inboundSid).catch(() => undefined)
    },
    { concurrency: 8, keepOrderBy: considerQueue.keepOrderBy },
  )
}
