import { tellMoved } from '#messages/tell-moved.ts'
import { holdOffMerges } from '#contacts/hold-off-merges.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { Log } from '#platform/log.ts'
import { alive, type CampaignRow, isOver, speaking } from './campaign.ts'
import { findCampaign, listAlive, saveCampaign } from './campaign-store.ts'
import { composeTouches, hasMore } from './compose-touches.ts'
import { expandCampaign } from './expand-campaign.ts'
import { feedTouches } from './feed-touches.ts'
import { giveUp } from './give-up.ts'
import { holdForFault, isHeld } from './hold-campaign.ts'

/**
 * One round over an organization's campaigns: recipients are written down, touches composed, and due ones given to the outbox. Each step is a
 * transaction of its own; campaigns take turns, so that none waits for another to end. One that fails is held for a while, and the others go on.
 * @param hasModel whether what a model words is composed elsewhere
 * @returns whether there is more to do at once
 */
export async function runCampaigns(
  database: Database,
  organizationId: string,
  clock: Clock,
  log: Log,
  hasModel = false,
): Promise<boolean> {
  const campaigns = await database.withOrganization(organizationId, (tx) => listAlive(tx, alive))
  let more = false
  for (const { id } of campaigns)
    try {
      if (await runCampaign(database, organizationId, id, clock, hasModel)) more = true
    } catch (error) {
      log.error(
        { err: error, organizationId, campaignId: id },
        'A campaign could not go on; it is tried again',
      )
      await database.withOrganization(organizationId, (tx) => holdForFault(tx, id, clock.now()))
    }
  return more
}

async function runCampaign(
  database: Database,
  organizationId: string,
  id: string,
  clock: Clock,
  hasModel: boolean,
): Promise<boolean> {
  // The row is locked: who pauses, changes or cancels it waits for the step under way and not longer.
  const step = (act: (tx: Tx, campaign: CampaignRow, at: Date) => Promise<number>) =>
    database.withOrganization(
      organizationId,
      async (tx) => {
        await holdOffMerges(tx)
        const campaign = await findCampaign(tx, id, true)
        const at = clock.now()
        if (!campaign || !alive.includes(campaign.state) || (await isHeld(tx, campaign, at))) return 0
        const count = await act(tx, campaign, at)
        if (count > 0) await tellMoved(tx, [campaign.permitId])
        return count
      },
      // Its threads may be waited for by an intake that it waits for: no fault of the campaign's.
      { retry: true },
    )
  for (let turn = 0; turn < turnsOfRound; turn += 1) {
    const composed = await step((tx, campaign, at) => composeTouches(tx, campaign, at, hasModel))
    const fed = await step((tx, campaign, at) => feed(tx, campaign, at, { clock, hasModel }))
    // Writing recipients down takes long, and senders are not to wait for it: only while nothing else is to be done.
    if (composed + fed === 0) return (await step(expand)) > 0
  }
  return true
}

/** Batches of one campaign before it is another's turn. */
const turnsOfRound = 3

async function expand(tx: Tx, campaign: CampaignRow, at: Date): Promise<number> {
  if (campaign.state === 'paused' || !mayExpand(campaign, at)) return 0
  // From the beginning again: whoever is written down already is passed over.
  const again = campaign.expandedAt !== null
  await expandCampaign(tx, again ? { ...campaign, expandedTo: null } : campaign, at)
  return 1
}

async function feed(
  tx: Tx,
  campaign: CampaignRow,
  at: Date,
  { clock, hasModel }: { clock: Clock; hasModel: boolean },
): Promise<number> {
  const { id, state, audienceIsLive } = campaign
  if (!speaking.includes(state)) return 0
  if (isOver(campaign, at)) {
    await giveUp(tx, campaign, at)
    return 1
  }
  const count = await feedTouches(tx, campaign, clock, hasModel)
  if (count === 'full') return 0
  if (count > 0 || state !== 'running' || audienceIsLive || (await hasMore(tx, campaign))) return count
  return await finish(tx, id, at)
}

async function finish(tx: Tx, id: string, at: Date): Promise<number> {
  await saveCampaign(tx, id, { state: 'done', finishedAt: at })
  publish(tx, { topic: 'campaign', subjectId: id })
  return 1
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
