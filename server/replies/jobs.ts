import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { considerReply, type Received } from './consider-reply.ts'

/** Subscribes to `message.received`, in the order of each conversation. */
export const considerQueue = { queue: 'replies.consider', keepOrderBy: 'conversationId' }

export async function replyJobs(jobs: Jobs, database: Database, clock: Clock) {
  await jobs.work(
    considerQueue.queue,
    async ({ organizationId, facts }) => {
      await database.withOrganization(organizationId, (tx) =>
        considerReply(tx, facts as unknown as Received, clock),
      )
    },
    { concurrency: 8, keepOrderBy: considerQueue.keepOrderBy },
  )
}
