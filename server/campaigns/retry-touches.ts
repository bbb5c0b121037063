import type { RetryClass } from '@parley/contract/campaign-report.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { explainError, knownErrorCodes } from '#twilio/error-dictionary.ts'
import { findCampaign, saveCampaign } from './campaign-store.ts'

/** Which touches: those with this one reason, or those whose error is of this class. */
export type Retry = { reason: string } | { retry: RetryClass }

/**
 * Plans touches again that failed with a code of Twilio's, or were held or skipped for a reason. What may have arrived is never among them,
 * itself or as the template that went out instead, nor is whoever answered or opted out since.
 * @returns how many
 */
export async function retryTouches(tx: Tx, campaignId: string, which: Retry): Promise<number | Refused> {
  const campaign = await findCampaign(tx, campaignId, true)
  if (!campaign) return refuse('not_found')
  if (['draft', 'prepared', 'canceled'].includes(campaign.state))
    return refuse('campaign_not_running', { state: campaign.state })
  const { rows } = await sql<{ count: number }>`
    with again as (
      update touch set state = 'planned', reason = null, message_id = null, updated_at = now()
      from recipient where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId}
        and recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId} and recipient.contact_id = touch.contact_id
        and recipient.replied_at is null and recipient.opted_out_at is null and recipient.state in ('active', 'finished', 'skipped')
        and ${isMeant(which)}
      returning touch.contact_id
    ), active as (
      update recipient set state = 'active', reason = null
      from again where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}
        and recipient.contact_id = again.contact_id and recipient.state in ('skipped', 'finished')
    )
    select count(*)::int as count from again`.execute(tx.db)
  const count = rows[0]?.count ?? 0
  if (campaign.state === 'done' && count > 0)
    await saveCampaign(tx, campaignId, { state: 'running', finishedAt: null })
  publish(tx, { topic: 'campaign', subjectId: campaignId })
  return count
}

function isMeant(which: Retry): RawBuilder<unknown> {
  if ('retry' in which) return failed(sql`message.error_code = any(${codesOf(which.retry)}::int[])`)
  const { reason } = which
  return sql`((touch.state in ('held', 'skipped') and touch.reason = ${reason})
    -- Taken back at the last look before the wire; what a person dropped may have arrived.
    or ${reason} = 'no_opt_in' and exists (select from message where message.organization_id = touch.organization_id
      and message.id = touch.message_id and message.status = 'canceled' and message.status_reason = 'no_opt_in')
    or ${failed(sql`coalesce(message.error_code::text, message.status_reason) = ${reason}`)})`
}

/**
 * The touch's message failed. Another one that went out instead speaks for it; and while the template behind a text whose window closed too
 * early (63016) has not been decided on, nobody knows whether it will.
 */
const failed = (because: RawBuilder<unknown>) => sql`exists (
  select from message where message.organization_id = touch.organization_id and message.id = touch.message_id
    and message.status in ('failed', 'undelivered') and ${because}
    and not exists (select from message instead where instead.organization_id = message.organization_id and instead.replaces_id = message.id)
    and (message.error_code is distinct from 63016 or message.kind = 'template' or message.template_id is null or message.status_reason is not null))`

const codesOf = (retry: RetryClass): number[] =>
  knownErrorCodes.filter((code) => explainError(code).retry === retry)
