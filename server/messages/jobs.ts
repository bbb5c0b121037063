import type { NewsFacts } from '@parley/contract/news.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import { heedBlocked } from './blocked-messages.ts'
import { rerunForActive } from './aside-store.ts'
import { isReplacedAlready, replaceWithTemplate } from './replace-with-template.ts'

/** Subscribes to `message.window_missed`. */
export const replaceQueue = 'messages.replace'
/** Subscribes to `senders.activated`. */
export const rerunQueue = 'messages.rerun'
/** Subscribes to `message.blocked`. */
export const blockedQueue = 'messages.blocked'

export async function messageJobs(jobs: Jobs, database: Database, clock: Clock) {
  await jobs.work(
    replaceQueue,
    async ({ organizationId, facts }) => {
      try {
        // A refusal stays with the message that failed: it says why, and a person may send it again.
        await database.withOrganization(organizationId, (tx) =>
          replaceWithTemplate(tx, String(facts['messageId']), clock),
        )
      } catch (error) {
        if (!isReplacedAlready(error)) throw error
      }
    },
    { concurrency: 4 },
  )
  await jobs.work(
    rerunQueue,
    async ({ organizationId, facts }) => {
      await database.withOrganization(organizationId, (tx) =>
        rerunForActive(tx, String(facts['connectorId'])),
      )
    },
    { concurrency: 2 },
  )
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
