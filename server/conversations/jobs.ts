import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { releaseAbsent } from './release-absent.ts'

/** Subscribes to `members.changed`. */
export const releaseQueue = 'conversations.release'

export async function conversationJobs(jobs: Jobs, database: Database, clock: Clock) {
  await jobs.work(
    releaseQueue,
    async ({ organizationId }) => {
      await database.withOrganization(organizationId, (tx) => releaseAbsent(tx, clock.now()))
    },
    { concurrency: 2 },
  )
}
