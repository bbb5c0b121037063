import { type RawBuilder, sql } from 'kysely'
import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import type { Tx } from '#platform/db.ts'
import { filterSql } from '#audiences/contact-filter.ts'

/** What a changed plan says and when, for what was not said yet. */
export interface NewPlan {
  /** Seconds between each step and the one before. */
  waits: readonly number[]
  /** When the first step is due. */
  firstDue: Date
}

/**
 * What was composed and not sent is composed anew, and so is what was canceled in the outbox. Steps the plan no longer has are not
 * said; those it gained are said also to who had heard everything; the waits count anew from what was said last.
 */
export async function planAnew(
  tx: Tx,
  campaignId: string,
  { waits, firstDue }: NewPlan,
  canceledMessages: readonly string[],
): Promise<void> {
  const here = sql`touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId}`
  const unsent = sql`(touch.state in ('planned', 'review', 'approved', 'held') or touch.message_id = any(${canceledMessages}::uuid[]))`
  await sql`delete from touch where ${here} and ${unsent} and touch.step >= ${waits.length}`.execute(tx.db)
  await sql`
    update touch set state = 'planned', reason = null, message_id = null, decided_by = null, updated_at = now(),
      due_at = case when touch.step = 0 then ${firstDue} else coalesce(${saidAt} + ${waitOf(waits, sql`touch.step`)}, touch.due_at) end
    where ${here} and ${unsent}`.execute(tx.db)
  await goOn(tx, campaignId, waits)
  await sql`
    update recipient set state = 'finished'
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'active' and exists (
      select from touch where touch.organization_id = recipient.organization_id and touch.campaign_id = recipient.campaign_id
        and touch.contact_id = recipient.contact_id and touch.state = 'sent' and touch.step = ${waits.length - 1})`.execute(
    tx.db,
  )
}

/** Steps the plan does not have are not said. */
export async function dropBeyond(tx: Tx, campaignId: string, steps: number): Promise<void> {
  await sql`
    delete from touch where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'planned' and step >= ${steps}`.execute(
    tx.db,
  )
}

/** When the step before was said, in business time. */
const saidAt = sql`(select coalesce(message.left_at, message.created_at) from touch said join message on message.organization_id = said.organization_id and message.id = said.message_id
  where said.organization_id = touch.organization_id and said.campaign_id = touch.campaign_id and said.contact_id = touch.contact_id
    and said.step = touch.step - 1)`

const waitOf = (waits: readonly number[], step: RawBuilder<unknown>) =>
  sql`(${waits}::int[])[${step} + 1] * interval '1 s'`

/** The next step for those who had heard everything, where the plan became longer. */
async function goOn(tx: Tx, campaignId: string, waits: readonly number[]): Promise<void> {
  await sql`
    with last as (
      select distinct on (recipient.contact_id) recipient.contact_id, touch.step, coalesce(message.left_at, message.created_at) as said_at
      from recipient
      join touch on touch.organization_id = recipient.organization_id and touch.campaign_id = recipient.campaign_id
        and touch.contact_id = recipient.contact_id and touch.state = 'sent'
      join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId} and recipient.state = 'finished'
      order by recipient.contact_id, touch.step desc
    ), more as (
      insert into touch (organization_id, campaign_id, contact_id, step, due_at)
      select ${tx.organizationId}, ${campaignId}, contact_id, step + 1, said_at + ${waitOf(waits, sql`step + 1`)}
      from last where step + 1 < ${waits.length}
      on conflict do nothing returning contact_id
    )
    update recipient set state = 'active' from more
    where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId} and recipient.contact_id = more.contact_id`.execute(
    tx.db,
  )
}

/** Lets go of those who do not match a changed audience: who heard nothing yet is forgotten, the others hear no more. */
export async function leaveOut(tx: Tx, campaignId: string, audience: ContactFilter): Promise<void> {
  const { organizationId } = tx
  const heard = sql`exists (select from touch where touch.organization_id = recipient.organization_id and touch.campaign_id = recipient.campaign_id
    and touch.contact_id = recipient.contact_id and touch.state = 'sent')`
  await sql`
    with outside as materialized (
      select recipient.contact_id, ${heard} as heard from recipient
      where recipient.organization_id = ${organizationId} and recipient.campaign_id = ${campaignId} and recipient.state in ('active', 'skipped')
        and not exists (select from contact where contact.organization_id = ${organizationId} and contact.id = recipient.contact_id
          and ${filterSql(organizationId, audience)})
    ), forgotten as (
      delete from touch using outside where touch.organization_id = ${organizationId} and touch.campaign_id = ${campaignId}
        and touch.contact_id = outside.contact_id and touch.state <> 'sent'
    ), gone as (
      delete from recipient using outside where recipient.organization_id = ${organizationId} and recipient.campaign_id = ${campaignId}
        and recipient.contact_id = outside.contact_id and not outside.heard
    )
    update recipient set state = 'skipped', reason = 'campaign_changed' from outside
    where recipient.organization_id = ${organizationId} and recipient.campaign_id = ${campaignId} and recipient.contact_id = outside.contact_id
      and outside.heard and recipient.state = 'active'`.execute(tx.db)
}
