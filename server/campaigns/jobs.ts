import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { hearReply } from './hear-reply.ts'
import { runCampaigns } from './run-campaigns.ts'

/** Subscribes to `message.received`. */
export const replyQueue = 'campaigns.reply'

/** How long one round may keep going while there is more to do, in milliseconds. */
const roundMs = 900

export async function campaignJobs(jobs: Jobs, database: Database, clock: Clock) {
  await jobs.work(
    replyQueue,
    async ({ organizationId, facts }) => {
      await database.withOrganization(organizationId, (tx) =>
        hearReply(tx, String(facts['contactId']), clock.now()),
      )
    },
    { concurrency: 4 },
  )
  await jobs.every(1, 'campaigns.run', async () => {
    const end = Date.now() + roundMs
    let waiting = await database.acrossOrganizations(organizationsWithCampaigns)
    while (waiting.length > 0 && Date.now() < end) {
      const still: string[] = []
      for (const organizationId of waiting)
        if (await runCampaigns(database, organizationId, clock)) still.push(organizationId)
      waiting = still
    }
  })
}

async function organizationsWithCampaigns(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('campaign')
    .select('organizationId')
    .distinct()
    .where('state', 'in', ['launching', 'running', 'paused'])
    .execute()
  return rows.map((row) => row.organizationId)
}
