import { sql } from 'kysely'
import { filterSql } from '#audiences/contact-filter.ts'
import { json, type Tx } from '#platform/db.ts'
import type { Finding } from './check-composed.ts'
import type { Composed } from './compose-touch.ts'
import type { Fact } from './fact.ts'

/** A touch to compose. */
export interface PlannedTouch {
  contactId: string
  step: number
  language: string | null
  /** Whether they agreed to hear from us. */
  optedIn: boolean
}

const optedIn = { all: [{ field: 'opted_in' as const, is: true }] }

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
    select taken.contact_id, taken.step, contact.language, ${filterSql(tx.organizationId, optedIn)} as opted_in
    from taken
    cross join lateral (
      select * from contact where contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id limit 1
    ) as contact
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
  composedBy: 'plan' | 'built_in' | 'model'
  /** Where the facts are from, by their name. */
  sources: Record<string, Pick<Fact, 'source' | 'detail'>>
  note: Finding | null
}

/** Writes down what was composed; what is no longer planned stays as it is. */
export async function saveComposed(
  tx: Tx,
  campaignId: string,
  touches: readonly ComposedTouch[],
): Promise<void> {
  const rows = touches.map(({ contactId, step, state, composed, composedBy, sources, note }) => ({
    contact_id: contactId,
    step,
    state,
    text: composed.text,
    template_id: composed.templateId,
    variables: composed.variables,
    facts: composed.facts,
    reason: composed.held,
    composed_by: composedBy,
    sources,
    note,
  }))
  await sql`
    update touch set state = t.state, text = t.text, template_id = t.template_id, variables = t.variables, facts = t.facts, reason = t.reason,
      composed_by = t.composed_by, sources = t.sources, note = t.note, updated_at = now()
    from json_to_recordset(${json(rows)}::json) as t (contact_id uuid, step int, state text, text text, template_id uuid, variables jsonb, facts jsonb, reason text,
      composed_by text, sources jsonb, note jsonb)
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = t.contact_id and touch.step = t.step
      and touch.state = 'planned'
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
  dueAt: Date
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

export async function takeDue(
  tx: Tx,
  campaignId: string,
  { senderIds, isPooled }: { senderIds: readonly string[]; isPooled: boolean },
  at: Date,
  limit: number,
): Promise<DueTouch[]> {
  const { rows } = await sql<DueTouch>`
    with taken as materialized (
      select contact_id, step, text, template_id, variables, due_at from touch
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'approved' and due_at <= ${at}
      order by due_at, contact_id limit ${limit} for update skip locked
    )
    select taken.contact_id, taken.step, taken.text, taken.template_id, taken.variables, contact.time_zone, taken.due_at,
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
      select id, organization_id, time_zone from contact where contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id limit 1
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
}

/** Puts touches off to a later instant. */
export async function putOff(tx: Tx, campaignId: string, touches: readonly PutOff[]): Promise<void> {
  if (touches.length === 0) return
  await sql`
    update touch set due_at = "dueAt", reason = later.reason, updated_at = now()
    from json_to_recordset(${json(touches)}::json) as later ("contactId" uuid, step int, "dueAt" timestamptz, reason text)
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

/** What became of touches that were taken, and the next step of those that were sent. Whoever heard everything, or cannot be written to, is done. */
export async function settleTouches(
  tx: Tx,
  campaignId: string,
  touches: readonly SettledTouch[],
  waits: readonly number[],
  at: Date,
): Promise<void> {
  if (touches.length === 0) return
  const idsOf = (some: readonly SettledTouch[]) => some.map(({ contactId }) => contactId)
  const last = touches.filter(({ state, step }) => state === 'sent' && step + 1 >= waits.length)
  const skipped = touches.filter(({ state }) => state === 'skipped')
  // Named twice for the planner, which otherwise may walk through the whole campaign.
  await sql`
    with given as materialized (
      select * from json_to_recordset(${json(touches)}::json) as t ("contactId" uuid, step int, state text, "messageId" uuid, reason text)
    ), settled as (
      update touch set state = given.state, message_id = given."messageId", reason = given.reason, updated_at = now()
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
