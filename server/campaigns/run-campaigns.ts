import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { alive } from './campaign.ts'
import { findCampaign, listAlive, saveCampaign } from './campaign-store.ts'
import { composeTouches, hasMore } from './compose-touches.ts'
import { expandCampaign } from './expand-campaign.ts'
import { feedTouches } from './feed-touches.ts'

/**
 * One round over an organization's campaigns: recipients are written down, touches composed, and due ones given to the outbox. Each step is a
 * transaction of its own; campaigns take turns, so that none waits for another to end.
 * @returns whether there is more to do at once
 */
export async function runCampaigns(
  database: Database,
  organizationId: string,
  clock: Clock,
): Promise<boolean> {
  const campaigns = await database.withOrganization(organizationId, (tx) => listAlive(tx, alive))
  let more = false
  for (const { id } of campaigns) if (await runCampaign(database, organizationId, id, clock)) more = true
  return more
}

async function runCampaign(
  database: Database,
  organizationId: string,
  id: string,
  clock: Clock,
): Promise<boolean> {
  // The row is locked: who pauses, changes or cancels it waits for the step under way and not longer.
  const step = async (act: (tx: Parameters<typeof findCampaign>[0]) => Promise<number>) =>
    await database.withOrganization(organizationId, act)
  const expanded = await step(async (tx) => {
    const campaign = await findCampaign(tx, id, true)
    if (!campaign || campaign.expandedAt !== null || !['launching', 'running'].includes(campaign.state))
      return 0
    await expandCampaign(tx, campaign, clock.now())
    await publish(tx, { topic: 'campaign', subjectId: id })
    return 1
  })
  const composed = await step(async (tx) => {
    const campaign = await findCampaign(tx, id, true)
    if (!campaign || !alive.includes(campaign.state)) return 0
    const count = await composeTouches(tx, campaign, clock.now())
    if (count > 0) await publish(tx, { topic: 'campaign', subjectId: id })
    return count
  })
  const fed = await step(async (tx) => {
    const campaign = await findCampaign(tx, id, true)
    if (!campaign || !['launching', 'running'].includes(campaign.state)) return 0
    const count = await feedTouches(tx, campaign, clock)
    if (count > 0) await publish(tx, { topic: 'campaign', subjectId: id })
    else if (campaign.state === 'running' && !campaign.audienceIsLive && !(await hasMore(tx, id))) {
      await saveCampaign(tx, id, { state: 'done', finishedAt: clock.now() })
      await publish(tx, { topic: 'campaign', subjectId: id })
    }
    return count
  })
  return expanded + composed + fed > 0
}
