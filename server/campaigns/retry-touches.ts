import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findCampaign, saveCampaign } from './campaign-store.ts'

/**
 * Plans the touches again that failed with this code of Twilio's, or were held or skipped for this reason. What may have arrived is never
 * among them, nor whoever answered or opted out since: the gate looks again.
 * @returns how many
 */
export async function retryTouches(tx: Tx, campaignId: string, reason: string): Promise<number | Refused> {
  const campaign = await findCampaign(tx, campaignId, true)
  if (!campaign) return refuse('not_found')
  if (campaign.state === 'draft' || campaign.state === 'canceled')
    return refuse('campaign_not_running', { state: campaign.state })
  const { rows } = await sql<{ count: number }>`
    with again as (
      update touch set state = 'planned', reason = null, message_id = null, updated_at = now()
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and (
        (state in ('held', 'skipped') and reason = ${reason})
        or exists (select from message where message.organization_id = touch.organization_id and message.id = touch.message_id
          and message.status in ('failed', 'undelivered') and coalesce(message.error_code::text, message.status_reason) = ${reason}))
      returning contact_id
    ), active as (
      update recipient set state = 'active', reason = null
      from again where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}
        and recipient.contact_id = again.contact_id and recipient.state in ('skipped', 'finished')
    )
    select count(*)::int as count from again`.execute(tx.db)
  const count = rows[0]?.count ?? 0
  if (campaign.state === 'done' && count > 0)
    await saveCampaign(tx, campaignId, { state: 'running', finishedAt: null })
  await publish(tx, { topic: 'campaign', subjectId: campaignId })
  return count
}
