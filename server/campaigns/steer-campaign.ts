import { findOutboundAgent } from '#agents/find-outbound-agent.ts'
import { closePermit, givePermit, openPermit, renewPermit } from '#messages/permit.ts'
import type { Tx } from '#platform/db.ts'
import { doubtTemplateLater } from '#templates/follow-approval.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { alive, type CampaignPlan, type CampaignRow, isOver } from './campaign.ts'
import {
  areSendersOf,
  findCampaign,
  insertCampaign,
  isAudienceOf,
  saveCampaign,
  savePlan,
} from './campaign-store.ts'
import { dropUnsent } from './end-touches.ts'
import { giveUp } from './give-up.ts'
import { usablePool } from './usable-pool.ts'
import { leaveOut, planAnew } from './replan-touches.ts'

interface By {
  memberId: string | null
  at: Date
}

/** Plans a campaign. Nothing is written down for any contact before it is launched. */
export async function createCampaign(tx: Tx, plan: CampaignPlan, by: By): Promise<{ id: string } | Refused> {
  const checked = await checkPlan(tx, plan)
  if (isRefusal(checked)) return checked
  const id = await insertCampaign(tx, checked, by.memberId, by.at)
  tell(tx, id)
  return { id }
}

/**
 * What a plan names must be there: its senders, or the Messaging Service whose pool they are then, and the outbound agent in whose voice
 * it speaks. One message is one step.
 */
async function checkPlan(tx: Tx, plan: CampaignPlan): Promise<CampaignPlan | Refused> {
  const { connectorId, throughService, agentId } = plan
  const pool = throughService ? await usablePool(tx, connectorId) : null
  if (isRefusal(pool)) return pool
  const senderIds = pool ? pool.members.map(({ senderId }) => senderId) : plan.senderIds
  if (senderIds.length === 0) {
    const issues = [{ path: 'body.senderIds', message: 'Name a number, or go through the Messaging Service' }]
    return refuse('invalid_request', { issues })
  }
  if (plan.kind === 'one_shot' && plan.steps.length > 1) return refuse('one_message_has_one_step')
  if (!(await areSendersOf(tx, connectorId, senderIds))) return refuse('sender_not_active')
  if (agentId !== null && !(await findOutboundAgent(tx, agentId))) return refuse('not_found')
  return { ...plan, senderIds }
}

/**
 * Changes a plan. What a paused or prepared campaign has not sent yet is composed anew, for the contacts it is for now; what was sent stays as
 * it was.
 */
export async function changePlan(tx: Tx, id: string, plan: CampaignPlan, at: Date): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  if (!['draft', 'prepared', 'paused'].includes(campaign.state)) return refuse('campaign_locked')
  const checked = await checkPlan(tx, plan)
  if (isRefusal(checked)) return checked
  if (campaign.permitId) await replan(tx, campaign, checked, at)
  await savePlan(tx, id, checked)
  tell(tx, id)
  return null
}

async function replan(tx: Tx, { id, permitId, permitEpoch }: CampaignRow, plan: CampaignPlan, at: Date) {
  if (!(await isAudienceOf(tx, id, plan.audience))) {
    await leaveOut(tx, id, plan.audience)
    await saveCampaign(tx, id, { expandedTo: null, expandedAt: null })
  }
  const canceled = permitId ? await renewPermit(tx, permitId) : []
  await saveCampaign(tx, id, {
    permitEpoch: permitEpoch + 1,
    holdReason: null,
    holdTemplateId: null,
    heldAt: null,
    askedAt: null,
  })
  const { steps, startsAt } = plan
  const firstDue = startsAt !== null && startsAt > at ? startsAt : at
  await planAnew(tx, id, { waits: steps.map(({ waitSeconds }) => waitSeconds), firstDue }, canceled)
}

/** Writes down for whom it is and composes what they would get. Nothing leaves before it is launched. */
export async function prepareCampaign(tx: Tx, id: string): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  if (campaign.state !== 'draft') return refuse('campaign_not_launchable', { state: campaign.state })
  await saveCampaign(tx, id, { state: 'prepared', permitId: await givePermit(tx) })
  tell(tx, id)
  return null
}

/** Begins. Of twenty who press at once one launches it; the others are told. */
export async function launchCampaign(tx: Tx, id: string, by: By): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  const { state, expandedAt } = campaign
  if (state !== 'draft' && state !== 'prepared') return refuse('campaign_not_launchable', { state })
  const pool = campaign.throughService ? await usablePool(tx, campaign.connectorId) : null
  if (isRefusal(pool)) return pool
  await saveCampaign(tx, id, {
    state: expandedAt ? 'running' : 'launching',
    permitId: campaign.permitId ?? (await givePermit(tx)),
    launchedAt: by.at,
    launchedBy: by.memberId,
  })
  tell(tx, id)
  return null
}

/** From the commit on nothing of it reaches the wire. */
export const pauseCampaign = (tx: Tx, id: string) =>
  steer(tx, id, ['launching', 'running'], async ({ permitId }) => {
    if (permitId) await closePermit(tx, permitId)
    await saveCampaign(tx, id, { state: 'paused' })
  })

/** One whose days have passed meanwhile is over at once. */
export const resumeCampaign = (tx: Tx, id: string, at: Date) =>
  steer(tx, id, ['paused'], async (campaign) => {
    const { permitId, expandedAt, holdReason, holdTemplateId } = campaign
    if (isOver(campaign, at)) return await giveUp(tx, campaign, at)
    if (holdTemplateId) await doubtTemplateLater(tx, holdTemplateId)
    if (permitId && (holdReason === null || holdReason === 'fault')) await openPermit(tx, permitId)
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
  tell(tx, id)
  return null
}

const tell = (tx: Tx, id: string) => publish(tx, { topic: 'campaign', subjectId: id })
