import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { Composed } from './compose-touch.ts'

/** A touch to compose, with what is known of its contact. */
export interface PlannedTouch {
  contactId: string
  step: number
  language: string | null
  name: string
  address: string
  ownerId: string | null
}

/** The next touches to compose, those due first. Locked, so that two never compose one. */
export async function takePlanned(
  tx: Tx,
  campaignId: string,
  until: Date,
  limit: number,
): Promise<PlannedTouch[]> {
  const { rows } = await sql<PlannedTouch>`
    with taken as materialized (
      select contact_id, step, due_at from touch
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'planned' and due_at <= ${until}
      order by due_at, contact_id limit ${limit} for update skip locked
    )
    select taken.contact_id, taken.step, contact.language, contact.owner_id,
      coalesce(nullif(contact.name, ''), contact.profile_name) as name, ${mainAddress} as address
    from taken join contact on contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id
    order by taken.due_at, taken.contact_id`.execute(tx.db)
  return rows
}

/** A phone number says more than a user id, and sorts before it. */
const mainAddress = sql`coalesce((select min(address) from contact_identity identity
  where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '')`

export interface ComposedTouch {
  contactId: string
  step: number
  state: 'review' | 'approved' | 'held'
  composed: Composed
}

export async function saveComposed(
  tx: Tx,
  campaignId: string,
  touches: readonly ComposedTouch[],
): Promise<void> {
  const rows = touches.map(({ contactId, step, state, composed }) => ({
    contact_id: contactId,
    step,
    state,
    text: composed.text,
    template_id: composed.templateId,
    variables: composed.variables,
    facts: composed.facts,
    reason: composed.held,
  }))
  await sql`
    update touch set state = t.state, text = t.text, template_id = t.template_id, variables = t.variables, facts = t.facts, reason = t.reason,
      updated_at = now()
    from jsonb_to_recordset(${json(rows)}::jsonb) as t (contact_id uuid, step int, state text, text text, template_id uuid, variables jsonb, facts jsonb, reason text)
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = t.contact_id and touch.step = t.step
      and touch.contact_id = any(${touches.map(({ contactId }) => contactId)}::uuid[])`.execute(tx.db)
}

/** How many drafts of a campaign a person has looked at or has before them. */
export async function countReviewed(tx: Tx, campaignId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from touch where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and (state in ('review', 'rejected') or decided_by is not null)`.execute(tx.db)
  return rows[0]?.count ?? 0
}

/** A touch that may go out now. */
export interface DueTouch {
  contactId: string
  step: number
  text: string
  templateId: string | null
  variables: Record<string, string> | null
  address: string
  timeZone: string | null
  /** Of the thread they have with one of the campaign's senders, the youngest; null when there is none. */
  senderId: string | null
}

export async function takeDue(
  tx: Tx,
  campaignId: string,
  senderIds: readonly string[],
  at: Date,
  limit: number,
): Promise<DueTouch[]> {
  const { rows } = await sql<DueTouch>`
    with taken as materialized (
      select contact_id, step, text, template_id, variables, due_at from touch
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'approved' and due_at <= ${at}
      order by due_at, contact_id limit ${limit} for update skip locked
    )
    select taken.contact_id, taken.step, taken.text, taken.template_id, taken.variables, contact.time_zone, ${mainAddress} as address,
      (select sender_id from conversation where conversation.organization_id = ${tx.organizationId} and conversation.contact_id = contact.id
        and sender_id = any(${senderIds}::uuid[]) order by last_inbound_at desc nulls last, id desc limit 1) as sender_id
    from taken join contact on contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id
    order by taken.due_at, taken.contact_id`.execute(tx.db)
  return rows
}

/** Puts touches off to a later instant. */
export async function putOff(
  tx: Tx,
  campaignId: string,
  touches: readonly { contactId: string; step: number; dueAt: Date }[],
): Promise<void> {
  if (touches.length === 0) return
  await sql`
    update touch set due_at = "dueAt", updated_at = now()
    from jsonb_to_recordset(${json(touches)}::jsonb) as later ("contactId" uuid, step int, "dueAt" timestamptz)
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = later."contactId"
      and touch.step = later.step`.execute(tx.db)
}

export interface SettledTouch {
  contactId: string
  step: number
  state: 'sent' | 'skipped' | 'held'
  messageId: string | null
  reason: string | null
}

/** What became of touches, and the next step of those that were sent. Whoever heard everything, or cannot be written to, is done. */
export async function settleTouches(
  tx: Tx,
  campaignId: string,
  touches: readonly SettledTouch[],
  waits: readonly number[],
  at: Date,
): Promise<void> {
  if (touches.length === 0) return
  // Named twice for the planner, which otherwise may walk through the whole campaign.
  const ids = touches.map(({ contactId }) => contactId)
  await sql`
    with settled as (
      update touch set state = t.state, message_id = t."messageId", reason = t.reason, updated_at = now()
      from jsonb_to_recordset(${json(touches)}::jsonb) as t ("contactId" uuid, step int, state text, "messageId" uuid, reason text)
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = t."contactId"
        and touch.step = t.step and touch.contact_id = any(${ids}::uuid[])
      returning touch.contact_id, touch.step, touch.state, touch.reason
    ), next_step as (
      insert into touch (organization_id, campaign_id, contact_id, step, due_at)
      select ${tx.organizationId}, ${campaignId}, contact_id, step + 1, ${at}::timestamptz + wait * interval '1 s'
      from settled join unnest(${waits}::int[]) with ordinality as waits (wait, number) on number = step + 2
      where state = 'sent'
      on conflict do nothing
    )
    update recipient set state = case settled.state when 'sent' then 'finished' else 'skipped' end, reason = settled.reason
    from settled where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}
      and recipient.contact_id = settled.contact_id and recipient.contact_id = any(${ids}::uuid[]) and recipient.state = 'active'
      and (settled.state = 'skipped' or (settled.state = 'sent' and settled.step + 1 >= ${waits.length}))`.execute(
    tx.db,
  )
}

/** What was composed and not sent is composed anew, and so is what was canceled in the outbox. */
export async function planAnew(
  tx: Tx,
  campaignId: string,
  canceledMessages: readonly string[],
): Promise<void> {
  await sql`
    update touch set state = 'planned', reason = null, message_id = null, decided_by = null, updated_at = now()
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and (state in ('review', 'approved', 'held') or message_id = any(${canceledMessages}::uuid[]))`.execute(
    tx.db,
  )
}

/** What has not been sent is given up. */
export async function dropUnsent(tx: Tx, campaignId: string, reason: string): Promise<void> {
  await sql`
    update touch set state = 'skipped', reason = ${reason}, updated_at = now()
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and state in ('planned', 'review', 'approved', 'held')`.execute(tx.db)
  await sql`
    update recipient set state = 'skipped', reason = ${reason}
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'active'`.execute(
    tx.db,
  )
}

/** The contact answered: nothing more of these campaigns is said to them. Answers the campaigns. */
export async function endForContact(tx: Tx, contactId: string, reason: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ campaignId: string }>`
    with heard as (
      update recipient set state = 'replied', replied_at = ${at}
      from campaign where recipient.organization_id = ${tx.organizationId} and recipient.contact_id = ${contactId} and recipient.state in ('active', 'finished')
        and recipient.replied_at is null
        and campaign.organization_id = recipient.organization_id and campaign.id = recipient.campaign_id and campaign.state in ('launching', 'running', 'paused', 'done')
        and exists (select from touch where touch.organization_id = recipient.organization_id and touch.campaign_id = recipient.campaign_id
          and touch.contact_id = recipient.contact_id and touch.state = 'sent')
      returning recipient.campaign_id, recipient.contact_id
    ), ended as (
      update touch set state = 'skipped', reason = ${reason}, updated_at = now()
      from heard where touch.organization_id = ${tx.organizationId} and touch.campaign_id = heard.campaign_id
        and touch.contact_id = heard.contact_id and touch.state in ('planned', 'review', 'approved', 'held')
    )
    select campaign_id from heard`.execute(tx.db)
  return rows.map((row) => row.campaignId)
}
