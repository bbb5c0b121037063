import type { NewsFacts } from '@parley/contract/news.ts'
import type { LanguageModel } from 'ai'
import type { Kysely } from 'kysely'
import { judgeWith } from '#messages/judge-template.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { alive } from './campaign.ts'
import { composeByModel } from './compose-by-model.ts'
import { hearOptOut } from './hear-contact.ts'
import { hearMoved } from './hear-moved.ts'
import { hearReplaced } from './hear-replaced.ts'
import { runCampaigns } from './run-campaigns.ts'

/** Subscribes to `contact.opted_out`. */
export const optOutQueue = 'campaigns.opt_out'
/** Subscribes to `message.replaced`. */
export const replacedQueue = 'campaigns.replaced'

/** Subscribes to `messages.moved`. */
export const movedQueue = 'campaigns.moved'

/** How long one round may keep going while there is more to do, in milliseconds. */
const roundMs = 900
const wordingRoundMs = 5000

interface CampaignWork {
  database: Database
  clock: Clock
  log: Log
  /** For outbound agents whose brain is a model; null when none is configured. */
  model: LanguageModel | null
}

export async function campaignJobs(jobs: Jobs, { database, clock, log, model }: CampaignWork) {
  const hear = (queue: string, act: (tx: Tx, facts: Record<string, unknown>) => Promise<void>) =>
    jobs.work(
      queue,
      async ({ organizationId, facts }) => {
        await database.withOrganization(organizationId, (tx) => act(tx, facts))
      },
      { concurrency: 4 },
    )
  await hear(optOutQueue, (tx, { contactId }) => hearOptOut(tx, String(contactId), clock.now()))
  await hear(replacedQueue, (tx, facts) => hearReplaced(tx, facts as NewsFacts['message.replaced']))
  await hear(movedQueue, (tx, { permitId }) => hearMoved(tx, String(permitId)))
  await takeTurns(jobs, database, 'campaigns.run', roundMs, (organizationId) =>
    runCampaigns(database, organizationId, clock, log, model !== null),
  )
  // A model takes seconds for what the others do in milliseconds, so it has rounds of its own.
  if (model) {
    const thinking = { model, judge: judgeWith(model) }
    await takeTurns(jobs, database, 'campaigns.word', wordingRoundMs, (organizationId) =>
      composeByModel(database, organizationId, thinking, clock),
    )
  }
}

/** Organizations with campaigns take turns, until none has more to do or the round is over. */
async function takeTurns(
  jobs: Jobs,
  database: Database,
  name: string,
  milliseconds: number,
  work: (organizationId: string) => Promise<boolean>,
): Promise<void> {
  await jobs.every(1, name, async () => {
    const end = Date.now() + milliseconds
    let waiting = await database.acrossOrganizations(organizationsWithCampaigns)
    while (waiting.length > 0 && Date.now() < end) {
      const still: string[] = []
      for (const organizationId of waiting) if (await work(organizationId)) still.push(organizationId)
      waiting = still
    }
  })
}

async function organizationsWithCampaigns(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('campaign')
    .select('organizationId')
    .distinct()
    .where('state', 'in', [...alive])
    .execute()
  return rows.map((row) => row.organizationId)
}
