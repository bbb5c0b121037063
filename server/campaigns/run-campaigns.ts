import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { alive, type CampaignRow } from './campaign.ts'
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
    if (!campaign || !['launching', 'running'].includes(campaign.state)) return 0
    if (!mayExpand(campaign, clock.now())) return 0
    // From the beginning again: whoever is written down already is passed over.
    const again = campaign.expandedAt !== null
    await expandCampaign(tx, again ? { ...campaign, expandedTo: null } : campaign, clock.now())
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

/** How often a live audience is looked through for those who came to match, in milliseconds of business time. */
const liveMs = 60_000

/** Is there anybody to be written down: some were not looked at yet, or the audience is live and it is time to look again. */
function mayExpand(
  { expandedAt, audienceIsLive }: Pick<CampaignRow, 'expandedAt' | 'audienceIsLive'>,
  at: Date,
): boolean {
  return expandedAt === null || (audienceIsLive && at.getTime() - expandedAt.getTime() >= liveMs)
}
