import { closePermit, openPermit } from '#messages/permit.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { alive, type CampaignRow, type HoldReason, isOver, speaking } from './campaign.ts'
import { findCampaign, saveCampaign } from './campaign-store.ts'
import { findUnsendable, isSendableAgain } from './doubtful-templates.ts'
import { tellOwners } from './tell-owners.ts'
import { usablePool } from './usable-pool.ts'

/** How long a campaign that could not go on rests before it is tried again, in milliseconds of business time. */
const faultMs = 60_000

/** Marks a campaign that could not go on. */
export async function holdForFault(tx: Tx, id: string, at: Date): Promise<void> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign || !alive.includes(campaign.state)) return
  await saveCampaign(tx, id, { holdReason: 'fault', holdTemplateId: null, heldAt: at })
  publish(tx, { topic: 'campaign', subjectId: id })
}

/**
 * Whether the campaign rests now. A fault is forgotten after a while; a template that may not be sent holds it until it is approved again, a
 * Messaging Service until it can be used, and its owner is told once.
 */
export async function isHeld(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  const { holdReason, heldAt } = campaign
  if (holdReason === null || heldAt === null)
    return (await holdForService(tx, campaign, at)) || (await holdForTemplate(tx, campaign, at))
  const stands =
    holdReason === 'fault' ? at.getTime() - heldAt.getTime() < faultMs : await lacksSomething(tx, campaign)
  if (!stands) await letGo(tx, campaign, at)
  return stands
}

/** Whether what a campaign waits for is still not there. */
const lacksSomething = async (tx: Tx, campaign: CampaignRow): Promise<boolean> =>
  campaign.holdReason === 'service_unusable'
    ? await lacksService(tx, campaign)
    : !(await isSendableAgain(tx, campaign))

const lacksService = async (tx: Tx, { throughService, connectorId }: CampaignRow): Promise<boolean> =>
  throughService && isRefusal(await usablePool(tx, connectorId))

async function holdForService(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  if (!speaking.includes(campaign.state) || !(await lacksService(tx, campaign))) return false
  return await hold(tx, campaign, { reason: 'service_unusable', templateId: null, name: null }, at)
}

async function holdForTemplate(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  if (!speaking.includes(campaign.state)) return false
  const found = await findUnsendable(tx, campaign)
  return found ? await hold(tx, campaign, found, at) : false
}

async function hold(
  tx: Tx,
  campaign: CampaignRow,
  { reason, templateId, name }: { reason: HoldReason; templateId: string | null; name: string | null },
  at: Date,
): Promise<true> {
  const { id, permitId } = campaign
  if (permitId) await closePermit(tx, permitId)
  await saveCampaign(tx, id, { holdReason: reason, holdTemplateId: templateId, heldAt: at })
  await tellOwners(tx, campaign, 'campaign_held', { reason, template: name })
  publish(tx, { topic: 'campaign', subjectId: id })
  return true
}

/** The template that holds a campaign; null where none does. */
export async function holdingTemplate(tx: Tx, id: string): Promise<string | null | Refused> {
  const campaign = await findCampaign(tx, id)
  return campaign ? campaign.holdTemplateId : refuse('not_found')
}

/** Somebody does not want to wait: a fault is forgotten, a template or a service is judged by what is known of it now. */
export async function release(tx: Tx, id: string, at: Date): Promise<Refused | null> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign) return refuse('not_found')
  const { holdReason } = campaign
  if (holdReason === null || (holdReason !== 'fault' && (await lacksSomething(tx, campaign)))) return null
  await letGo(tx, campaign, at)
  return null
}

async function letGo(tx: Tx, campaign: CampaignRow, at: Date): Promise<void> {
  const { id, state, holdReason, permitId } = campaign
  await saveCampaign(tx, id, { holdReason: null, holdTemplateId: null, heldAt: null })
  // What rests of one whose days have passed meanwhile does not leave.
  if (permitId && holdReason !== 'fault' && speaking.includes(state) && !isOver(campaign, at))
    await openPermit(tx, permitId)
  publish(tx, { topic: 'campaign', subjectId: id })
}
