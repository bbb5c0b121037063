import { closePermit, openPermit } from '#messages/permit.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { alive, type CampaignRow, speaking } from './campaign.ts'
import { findCampaign, saveCampaign } from './campaign-store.ts'
import { findUnsendable, isSendableAgain } from './doubtful-templates.ts'
import { tellOwners } from './tell-owners.ts'

/** How long a campaign that could not go on rests before it is tried again, in milliseconds of business time. */
const faultMs = 60_000

/** Marks a campaign that could not go on. */
export async function holdForFault(tx: Tx, id: string, at: Date): Promise<void> {
  const campaign = await findCampaign(tx, id, true)
  if (!campaign || !alive.includes(campaign.state)) return
  await saveCampaign(tx, id, { holdReason: 'fault', holdTemplateId: null, heldAt: at })
  await publish(tx, { topic: 'campaign', subjectId: id })
}

/**
 * Whether the campaign rests now. A fault is forgotten after a while; a template that may not be sent holds it until it is approved again,
 * and its owner is told once.
 */
export async function isHeld(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  const { holdReason, heldAt } = campaign
  if (holdReason === null || heldAt === null) return await holdForTemplate(tx, campaign, at)
  const stands =
    holdReason === 'fault'
      ? at.getTime() - heldAt.getTime() < faultMs
      : !(await isSendableAgain(tx, campaign))
  if (!stands) await letGo(tx, campaign)
  return stands
}

async function holdForTemplate(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  if (!speaking.includes(campaign.state)) return false
  const found = await findUnsendable(tx, campaign)
  if (!found) return false
  const { id, permitId } = campaign
  if (permitId) await closePermit(tx, permitId)
  await saveCampaign(tx, id, { holdReason: found.reason, holdTemplateId: found.templateId, heldAt: at })
  await tellOwners(tx, campaign, 'campaign_held', { reason: found.reason, template: found.name })
  await publish(tx, { topic: 'campaign', subjectId: id })
  return true
}

async function letGo(tx: Tx, { id, state, holdReason, permitId }: CampaignRow): Promise<void> {
  await saveCampaign(tx, id, { holdReason: null, holdTemplateId: null, heldAt: null })
  if (permitId && holdReason !== 'fault' && speaking.includes(state)) await openPermit(tx, permitId)
  await publish(tx, { topic: 'campaign', subjectId: id })
}
