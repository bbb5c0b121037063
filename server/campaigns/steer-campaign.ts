import { closePermit, givePermit, openPermit, renewPermit } from '#messages/permit.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { alive, type CampaignPlan, type CampaignRow } from './campaign.ts'
import { areSendersOf, findCampaign, insertCampaign, saveCampaign, savePlan } from './campaign-store.ts'
import { dropUnsent, planAnew } from './touch-store.ts'

interface By {
  memberId: string | null
  at: Date
}

/** Plans a campaign. Nothing is written down for any contact before it is launched. */
export async function createCampaign(tx: Tx, plan: CampaignPlan, by: By): Promise<{ id: string } | Refused> {
  if (!(await areSendersOf(tx, plan.connectorId, plan.senderIds))) return refuse('sender_not_active')
  const id = await insertCampaign(tx, plan, by.memberId, by.at)
  await tell(tx, id)
  return { id }
}

/** Changes a plan. What a paused campaign has not sent yet is composed anew; what was sent stays as it was. */
export async function changePlan(tx: Tx, id: string, plan: CampaignPlan): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  if (campaign.state !== 'draft' && campaign.state !== 'paused') return refuse('campaign_locked')
  if (!(await areSendersOf(tx, plan.connectorId, plan.senderIds))) return refuse('sender_not_active')
  await savePlan(tx, id, plan)
  if (campaign.permitId) {
    const canceled = await renewPermit(tx, campaign.permitId)
    await saveCampaign(tx, id, { permitEpoch: campaign.permitEpoch + 1 })
    await planAnew(tx, id, canceled)
  }
  await tell(tx, id)
  return null
}

/** Begins. Of twenty who press at once one launches it; the others are told. */
export async function launchCampaign(tx: Tx, id: string, by: By): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  if (campaign.state !== 'draft') return refuse('campaign_not_launchable', { state: campaign.state })
  const permitId = await givePermit(tx)
  await saveCampaign(tx, id, { state: 'launching', permitId, launchedAt: by.at, launchedBy: by.memberId })
  await tell(tx, id)
  return null
}

/** From the commit on nothing of it reaches the wire. */
export const pauseCampaign = (tx: Tx, id: string) =>
  steer(tx, id, ['launching', 'running'], async ({ permitId }) => {
    if (permitId) await closePermit(tx, permitId)
    await saveCampaign(tx, id, { state: 'paused' })
  })

export const resumeCampaign = (tx: Tx, id: string) =>
  steer(tx, id, ['paused'], async ({ permitId, expandedAt }) => {
    if (permitId) await openPermit(tx, permitId)
    await saveCampaign(tx, id, { state: expandedAt ? 'running' : 'launching' })
  })

/** What has not left never will. */
export const cancelCampaign = (tx: Tx, id: string, at: Date) =>
  steer(tx, id, alive, async ({ permitId }) => {
    if (permitId) {
      await closePermit(tx, permitId)
      await renewPermit(tx, permitId)
    }
    await dropUnsent(tx, id, 'campaign_changed')
    await saveCampaign(tx, id, { state: 'canceled', finishedAt: at })
  })

async function steer(
  tx: Tx,
  id: string,
  from: readonly CampaignRow['state'][],
  act: (campaign: CampaignRow) => Promise<void>,
): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  if (!from.includes(campaign.state)) return refuse('campaign_not_running', { state: campaign.state })
  await act(campaign)
  await tell(tx, id)
  return null
}

const tell = (tx: Tx, id: string) => publish(tx, { topic: 'campaign', subjectId: id })
