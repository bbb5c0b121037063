import type { NewsFacts } from '@parley/contract/news.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { heedBlocked } from './blocked-messages.ts'

/** Subscribes to `message.blocked`. */
export const blockedQueue = 'messages.blocked'

export async function messageJobs(jobs: Jobs, database: Database, clock: Clock) {
  await jobs.work(
    blockedQueue,
    async ({ organizationId, facts }) => {
      await database.withOrganization(organizationId, (tx) =>
        heedBlocked(tx, facts as unknown as NewsFacts['message.blocked'], clock),
      )
    },
    { concurrency: 2 },
  )
}
