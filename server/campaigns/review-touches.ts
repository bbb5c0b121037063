import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findCampaign } from './campaign-store.ts'
import { isToSearched } from './touch.ts'

export interface Decision {
  contactId: string
  step: number
  verdict: 'approve' | 'reject'
  /** As the reviewer leaves it; undefined for as it was. */
  text?: string | undefined
  variables?: Readonly<Record<string, string>> | undefined
}

/** A person looked at a draft. Held ones may be approved too, once what they lacked is given. */
export async function decideTouch(
  tx: Tx,
  campaignId: string,
  { contactId, step, verdict, text, variables }: Decision,
  by: string | null,
): Promise<Refused | null> {
  if (!(await findCampaign(tx, campaignId))) return refuse('not_found')
  const { rows } = await sql<{ state: string }>`
    select state from touch where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${contactId}
      and step = ${step} for update`.execute(tx.db)
  const state = rows[0]?.state
  if (state === undefined) return refuse('not_found')
  if (!['review', 'held'].includes(state)) return refuse('already_decided', { state })
  const approved = verdict === 'approve'
  await sql`
    update touch set state = ${approved ? 'approved' : 'rejected'}, text = coalesce(${text ?? null}, text), reason = null,
      variables = case when template_id is null then null else coalesce(${variables ? json(variables) : null}::jsonb, variables) end,
      decided_by = ${by ?? 'key'}, updated_at = now()
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${contactId} and step = ${step}`.execute(
    tx.db,
  )
  if (!approved)
    await sql`
      update recipient set state = 'skipped', reason = 'rejected'
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${contactId} and state = 'active'`.execute(
      tx.db,
    )
  publish(tx, { topic: 'campaign', subjectId: campaignId })
  return null
}

/** Which touches are decided at once: these, or all to contacts whose name or number holds the text. */
type Which = { touches: readonly { contactId: string; step: number }[] } | { search: string }

export interface Decisions {
  verdict: 'approve' | 'reject'
  state: 'review' | 'held'
  which: Which
}

/**
 * Decides many drafts at once. What lacks something is never approved with others; what does not stand in this queue any more is left alone.
 * @returns how many were decided
 */
export async function decideTouches(
  tx: Tx,
  campaignId: string,
  { verdict, state, which }: Decisions,
  by: string | null,
): Promise<number | Refused> {
  if (!(await findCampaign(tx, campaignId))) return refuse('not_found')
  if (verdict === 'approve' && state === 'held') return 0
  const meant =
    'touches' in which
      ? sql`(touch.contact_id, touch.step) in (select "contactId", step
          from json_to_recordset(${json(which.touches)}::json) as t ("contactId" uuid, step int))`
      : isToSearched(tx.organizationId, which.search)
  // In the order in which everyone locks them.
  const { rows } = await sql<{ count: number }>`
    with chosen as materialized (
      select contact_id, step from touch
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.state = ${state} and ${meant}
      order by contact_id, step for update
    ), decided as (
      update touch set state = ${verdict === 'approve' ? 'approved' : 'rejected'}, reason = null, decided_by = ${by ?? 'key'}, updated_at = now()
      from chosen where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId}
        and touch.contact_id = chosen.contact_id and touch.step = chosen.step
      returning touch.contact_id
    ), ended as (
      update recipient set state = 'skipped', reason = 'rejected'
      from decided where ${verdict === 'reject'} and recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}
        and recipient.contact_id = decided.contact_id and recipient.state = 'active'
    )
    select count(*)::int as count from decided`.execute(tx.db)
  publish(tx, { topic: 'campaign', subjectId: campaignId })
  return rows[0]?.count ?? 0
}

/** Approves every draft that waits now. @returns how many, or a refusal when there is no such campaign */
export const approveAll = (tx: Tx, campaignId: string, by: string | null): Promise<number | Refused> =>
  decideTouches(tx, campaignId, { verdict: 'approve', state: 'review', which: { search: '' } }, by)
