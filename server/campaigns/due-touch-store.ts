import { sql } from 'kysely'
import { filterSql } from '#audiences/contact-filter.ts'
import { json, type Tx } from '#platform/db.ts'
import { optedIn, type PlannedTouch, saveComposed, type Wording, wordingRow } from './touch-store.ts'

/** A phone number says more than a user id, and sorts before it. */
const mainAddress = sql`coalesce((select min(address) from contact_identity identity
  where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '')`

/** A touch that may go out now. */
export interface DueTouch {
  contactId: string
  step: number
  text: string
  templateId: string | null
  variables: Record<string, string> | null
  address: string
  timeZone: string | null
  dueAt: Date
  /** How it was composed just now; null when that was written down before. */
  wording: Wording | null
  /** The last time they wrote to any of our numbers. */
  lastInboundAt: Date | null
  /** Of the thread they have with one of the campaign's senders, the youngest; null when there is none. */
  senderId: string | null
  /** When they last wrote to that sender. */
  wroteToSenderAt: Date | null
  /** The one of the pool's senders they last agreed to hear from, where they named one. */
  agreedSenderId: string | null
  /** When the step before left for the wire; null when there is none, or when nobody knows. */
  saidAt: Date | null
  /** Whether the step before is still to be said: before the outbox when it is tried again, in it, or where it waits for a person. */
  isSayingStill: boolean
  /** The step before reached the outbox, and there it turned out that they never agreed. */
  neverAgreed: boolean
}

/** A touch as it was taken, with what composing it takes where it is only planned. */
export interface TakenTouch extends DueTouch, PlannedTouch {
  isPlanned: boolean
}

/** Which touches are due, and over what they may go. */
export interface Due {
  campaignId: string
  senderIds: readonly string[]
  isPooled: boolean
  at: Date
}

/**
 * The next touches that are due, those due first, whether they were composed or are yet to be. Locked, so that two never send one.
 * @param states which are taken: approved ones, and planned ones too where they are composed as they go
 */
export async function takeDue(
  tx: Tx,
  { campaignId, senderIds, isPooled, at }: Due,
  states: readonly ('approved' | 'planned')[],
  limit: number,
): Promise<TakenTouch[]> {
  const each = states.map(
    (state) => sql`(
      select contact_id, step, state, text, template_id, variables, due_at from touch
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = ${sql.lit(state)} and due_at <= ${at}
      order by due_at, contact_id limit ${limit} for update skip locked)`,
  )
  const { rows } = await sql<TakenTouch>`
    with taken as materialized (
      select * from (${sql.join(
        each.map((one) => sql`select * from ${one} as one_state`),
        sql` union all `,
      )}) as due
      order by due_at, contact_id limit ${limit}
    )
    select taken.contact_id, taken.step, taken.text, taken.template_id, taken.variables, contact.time_zone, taken.due_at, null as wording, taken.state = 'planned' as is_planned,
      contact.language, case when taken.state = 'planned' then ${filterSql(tx.organizationId, optedIn)} end as opted_in,
      threads.last_inbound_at, ${mainAddress} as address, threads.sender_id, threads.wrote_to_sender_at,
      case when ${isPooled} then (select sender.id from consent join sender on sender.organization_id = consent.organization_id and sender.address = consent.sender_address
        where consent.organization_id = ${tx.organizationId} and consent.contact_id = contact.id and consent.kind = 'opt_in'
          and sender.id = any(${senderIds}::uuid[]) order by consent.at desc limit 1) end as agreed_sender_id,
      before.left_at as said_at,
      coalesce(before.state in ('planned', 'review', 'approved', 'held') or before.status in ('queued', 'claimed', 'dispatching', 'held'), false) as is_saying_still,
      coalesce(before.status = 'canceled' and before.status_reason = 'no_opt_in', false) as never_agreed
    from taken
    -- Looked up touch by touch: as joins, the planner reads whole tables for a batch.
    cross join lateral (
      select * from contact where contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id limit 1
    ) as contact
    cross join lateral (
      select max(last_inbound_at) as last_inbound_at,
        (array_agg(sender_id order by last_inbound_at desc nulls last, id desc) filter (where sender_id = any(${senderIds}::uuid[])))[1] as sender_id,
        (array_agg(last_inbound_at order by last_inbound_at desc nulls last, id desc) filter (where sender_id = any(${senderIds}::uuid[])))[1] as wrote_to_sender_at
      from conversation where conversation.organization_id = ${tx.organizationId} and conversation.contact_id = taken.contact_id
    ) as threads
    left join lateral (
      select said.state, message.left_at, message.status, message.status_reason from touch said
      left join message on message.organization_id = said.organization_id and message.id = said.message_id
      where taken.step > 0 and said.organization_id = ${tx.organizationId} and said.campaign_id = ${campaignId}
        and said.contact_id = taken.contact_id and said.step = taken.step - 1 limit 1
    ) as before on true
    order by taken.due_at, taken.contact_id`.execute(tx.db)
  return rows
}

/** A touch that is looked at again later, and why where there is a reason to tell. */
export interface PutOff {
  contactId: string
  step: number
  dueAt: Date
  reason: string | null
  /** As in `DueTouch`. */
  wording: Wording | null
}

/** Puts touches off to a later instant. What was composed just now is kept. */
export async function putOff(tx: Tx, campaignId: string, touches: readonly PutOff[]): Promise<void> {
  if (touches.length === 0) return
  const composed = touches.flatMap(({ contactId, step, wording }) =>
    wording ? [{ contactId, step, state: 'approved' as const, ...wording }] : [],
  )
  await saveComposed(tx, campaignId, composed)
  await sql`
    update touch set due_at = "dueAt", reason = later.reason, updated_at = now()
    from json_to_recordset(${json(touches.map(({ wording: _, ...touch }) => touch))}::json) as later ("contactId" uuid, step int, "dueAt" timestamptz, reason text)
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = later."contactId"
      and touch.step = later.step`.execute(tx.db)
}

export interface SettledTouch {
  contactId: string
  step: number
  state: 'sent' | 'skipped' | 'held'
  messageId: string | null
  reason: string | null
  /** As in `DueTouch`. */
  wording: Wording | null
}

/** What became of touches that were taken, and the next step of those that were sent. Whoever heard everything, or cannot be written to, is done. */
export async function settleTouches(
  tx: Tx,
  campaignId: string,
  touches: readonly SettledTouch[],
  waits: readonly number[],
  at: Date,
): Promise<void> {
  if (touches.length === 0) return
  const rows = touches.map(({ wording, ...touch }) => ({ ...touch, ...(wording && wordingRow(wording)) }))
  const idsOf = (some: readonly SettledTouch[]) => some.map(({ contactId }) => contactId)
  const last = touches.filter(({ state, step }) => state === 'sent' && step + 1 >= waits.length)
  const skipped = touches.filter(({ state }) => state === 'skipped')
  // Named twice for the planner, which otherwise may walk through the whole campaign.
  await sql`
    with given as materialized (
      select * from json_to_recordset(${json(rows)}::json) as t ("contactId" uuid, step int, state text, "messageId" uuid, reason text,
        text text, template_id uuid, variables jsonb, facts jsonb, composed_by text, sources jsonb, note jsonb)
    ), settled as (
      update touch set state = given.state, message_id = given."messageId", reason = given.reason, updated_at = now(),
        -- Where it was composed just now.
        text = coalesce(given.text, touch.text), facts = coalesce(given.facts, touch.facts), sources = coalesce(given.sources, touch.sources),
        composed_by = coalesce(given.composed_by, touch.composed_by),
        template_id = case when given.composed_by is null then touch.template_id else given.template_id end,
        variables = case when given.composed_by is null then touch.variables else given.variables end,
        note = case when given.composed_by is null then touch.note else given.note end
      from given where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = given."contactId"
        and touch.step = given.step and touch.contact_id = any(${idsOf(touches)}::uuid[])
    ), next_step as (
      insert into touch (organization_id, campaign_id, contact_id, step, due_at)
      select ${tx.organizationId}, ${campaignId}, "contactId", step + 1, ${at}::timestamptz + wait * interval '1 s'
      from given join unnest(${waits}::int[]) with ordinality as waits (wait, number) on number = step + 2
      where state = 'sent'
      on conflict do nothing
    ), finished as (
      update recipient set state = 'finished', reason = null, replied_at = null
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = any(${idsOf(last)}::uuid[]) and state = 'active'
    )
    update recipient set state = case when given.reason = 'replied' then 'replied' else 'skipped' end,
      reason = nullif(given.reason, 'replied'), replied_at = case when given.reason = 'replied' then ${at}::timestamptz end
    from given where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}
      and recipient.contact_id = given."contactId" and recipient.contact_id = any(${idsOf(skipped)}::uuid[]) and recipient.state = 'active'
      and given.state = 'skipped'`.execute(tx.db)
}
