import { campaignOperations as operations } from '@parley/contract/campaigns.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door, type Handler } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, type Refused } from '#platform/refusal.ts'
import type { z } from 'zod'
import type { CampaignPlan } from './campaign.ts'
import { readCampaignSettings, saveCampaignSettings } from './campaign-settings.ts'
import { holdingTemplate, release } from './hold-campaign.ts'
import { retryTouches } from './retry-touches.ts'
import { approveAll, decideTouch, decideTouches } from './review-touches.ts'
import {
  cancelCampaign,
  changePlan,
  createCampaign,
  launchCampaign,
  pauseCampaign,
  prepareCampaign,
  resumeCampaign,
} from './steer-campaign.ts'

export interface CampaignDoors {
  clock: Clock
  /** Asks Twilio how a template stands with Meta, and keeps the answer. */
  askApproval: (organizationId: string, templateId: string) => Promise<void>
  /** Shows a campaign, and a touch, as the contract describes them. Made of several nouns, so they are given. */
  showCampaign: (tx: Tx, id: string) => ReturnType<Handler<typeof operations.getCampaign>>
  showTouch: (
    tx: Tx,
    campaignId: string,
    contactId: string,
    step: number,
  ) => ReturnType<Handler<typeof operations.decideTouch>>
}

export function campaignRoutes(
  doors: Doors,
  { clock, askApproval, showCampaign, showTouch }: CampaignDoors,
): void {
  const within = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act, { undoRefused: true })
  /** Does something to a campaign and shows it as it is then. */
  const steer = (principal: Principal, id: string, act: (tx: Tx) => Promise<Refused | null>) =>
    within(principal, async (tx) => (await act(tx)) ?? (await showCampaign(tx, id)))
  const by = ({ memberId }: Principal) => ({ memberId, at: clock.now() })

  door(doors, operations.getCampaignSettings, ({ principal }) => within(principal, readCampaignSettings))
  door(doors, operations.updateCampaignSettings, ({ principal, body }) =>
    within(principal, async (tx) => {
      await saveCampaignSettings(tx, body)
      return await readCampaignSettings(tx)
    }),
  )
  door(doors, operations.createCampaign, ({ principal, body }) =>
    within(principal, async (tx) => {
      const made = await createCampaign(tx, planOf(body), by(principal))
      return isRefusal(made) ? made : await showCampaign(tx, made.id)
    }),
  )
  door(doors, operations.updateCampaign, ({ principal, params: { campaignId }, body }) =>
    steer(principal, campaignId, (tx) => changePlan(tx, campaignId, planOf(body), clock.now())),
  )
  door(doors, operations.prepareCampaign, ({ principal, params: { campaignId } }) =>
    steer(principal, campaignId, (tx) => prepareCampaign(tx, campaignId)),
  )
  door(doors, operations.launchCampaign, ({ principal, params: { campaignId } }) =>
    steer(principal, campaignId, (tx) => launchCampaign(tx, campaignId, by(principal))),
  )
  door(doors, operations.pauseCampaign, ({ principal, params: { campaignId } }) =>
    steer(principal, campaignId, (tx) => pauseCampaign(tx, campaignId)),
  )
  door(doors, operations.resumeCampaign, ({ principal, params: { campaignId } }) =>
    steer(principal, campaignId, (tx) => resumeCampaign(tx, campaignId, clock.now())),
  )
  door(doors, operations.releaseCampaign, async ({ principal, params: { campaignId } }) => {
    const templateId = await within(principal, (tx) => holdingTemplate(tx, campaignId))
    if (isRefusal(templateId)) return templateId
    // Twilio is asked outside of any transaction.
    if (templateId !== null) await askApproval(principal.organizationId, templateId)
    return await steer(principal, campaignId, (tx) => release(tx, campaignId, clock.now()))
  })
  door(doors, operations.cancelCampaign, ({ principal, params: { campaignId } }) =>
    steer(principal, campaignId, (tx) => cancelCampaign(tx, campaignId, clock.now())),
  )
  const counted = (principal: Principal, act: (tx: Tx) => Promise<number | Refused>) =>
    within(principal, async (tx) => {
      const touches = await act(tx)
      return isRefusal(touches) ? touches : { touches }
    })
  door(doors, operations.retryCampaign, ({ principal, params: { campaignId }, body }) =>
    counted(principal, (tx) => retryTouches(tx, campaignId, body)),
  )
  door(doors, operations.approveTouches, ({ principal, params: { campaignId } }) =>
    counted(principal, (tx) => approveAll(tx, campaignId, principal.memberId)),
  )
  door(doors, operations.decideTouches, ({ principal, params: { campaignId }, body }) =>
    counted(principal, (tx) => decideTouches(tx, campaignId, body, principal.memberId)),
  )
  door(doors, operations.decideTouch, ({ principal, params: { campaignId }, body }) =>
    within(
      principal,
      async (tx) =>
        (await decideTouch(tx, campaignId, body, principal.memberId)) ??
        (await showTouch(tx, campaignId, body.contactId, body.step)),
    ),
  )
}

function planOf({ startsAt, quiet, ...plan }: z.infer<typeof operations.createCampaign.body>): CampaignPlan {
  return {
    ...plan,
    startsAt: startsAt === null ? null : new Date(startsAt),
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
  }
}
