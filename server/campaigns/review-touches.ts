import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findCampaign } from './campaign-store.ts'

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
      variables = case when template_id is null then null else coalesce(${variables ? JSON.stringify(variables) : null}::jsonb, variables) end,
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
  await publish(tx, { topic: 'campaign', subjectId: campaignId })
  return null
}

/** Approves every draft that waits now. @returns how many, or a refusal when there is no such campaign */
export async function approveAll(tx: Tx, campaignId: string, by: string | null): Promise<number | Refused> {
  if (!(await findCampaign(tx, campaignId))) return refuse('not_found')
  const { rows } = await sql<{ count: number }>`
    with approved as (
      update touch set state = 'approved', decided_by = ${by ?? 'key'}, updated_at = now()
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'review' returning 1
    )
    select count(*)::int as count from approved`.execute(tx.db)
  await publish(tx, { topic: 'campaign', subjectId: campaignId })
  return rows[0]?.count ?? 0
}
