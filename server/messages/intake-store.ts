import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { readForm } from '#twilio/parse-form.ts'
import type { InboundOrigin } from './journal-inbound.ts'
import type { Journaled, RecentWebhooks } from './recent-webhooks.ts'

/** Names a journaled webhook that waits to become a message. */
export interface WaitingEvent {
  id: string
  connectorId: string
  messageSid: string
  /** Whose thread it belongs to: contact and number. */
  pair: string
  tries: number
}

export type InboundEvent = WaitingEvent & Journaled

/** Organizations in which events wait, by the role that sees nothing else of them. */
export async function organizationsWithInbound(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('inboundWaiting')
    .select('organizationId')
    .distinct()
    .where('state', '=', 'received')
    .execute()
  return rows.map((row) => row.organizationId)
}

/**
 * Until this transaction ends nobody else takes events of the organization, so the order within each thread holds however many workers there
 * are. One worker takes hundreds at once, which is more than an organization's numbers receive.
 * @returns false when another worker is at it
 */
export async function holdIntake(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`inbound ${tx.organizationId}`}, 0)) as mine`.execute(
    tx.db,
  )
  return rows[0]?.mine ?? false
}

/** The longest waiting events, oldest first, without those of the pairs named. */
export async function listWaiting(
  tx: Tx,
  limit: number,
  exceptPairs: readonly string[],
): Promise<WaitingEvent[]> {
  const { rows } = await sql<WaitingEvent>`
    select id, connector_id, message_sid, pair, tries from inbound_waiting
    where organization_id = ${tx.organizationId} and state = 'received' and pair <> all(${[...exceptPairs]}::text[])
    order by id limit ${limit}`.execute(tx.db)
  return rows
}

/** The webhooks of these events, in the same order. What is not recent is read in the journal. */
export async function readWebhooks(
  tx: Tx,
  events: readonly WaitingEvent[],
  recent: RecentWebhooks,
): Promise<InboundEvent[]> {
  const webhooks = new Map<string, Journaled>()
  for (const { id } of events) {
    const webhook = recent.take(id)
    if (webhook) webhooks.set(id, webhook)
  }
  const others = events.filter(({ id }) => !webhooks.has(id))
  for (const [id, webhook] of await readJournal(tx, others)) webhooks.set(id, webhook)
  return events.map((event) => ({ ...event, ...webhooks.get(event.id)! }))
}

async function readJournal(tx: Tx, events: readonly WaitingEvent[]): Promise<[string, Journaled][]> {
  if (events.length === 0) return []
  const { rows } = await sql<{ id: string; form: string; origin: InboundOrigin; ageSeconds: number }>`
    select journaled.* from unnest(${events.map(({ connectorId }) => connectorId)}::uuid[], ${events.map(({ messageSid }) => messageSid)}::text[])
      as asked (connector_id, message_sid)
    cross join lateral (
      -- Each is looked up by its key, whatever size the planner believes the journal to have.
      select id, form, origin, greatest(extract(epoch from now() - received_at), 0)::float8 as age_seconds from inbound_event
      where organization_id = ${tx.organizationId} and connector_id = asked.connector_id and message_sid = asked.message_sid
      offset 0
    ) as journaled`.execute(tx.db)
  return rows.map(({ id, form, ...webhook }) => [id, { ...webhook, parameters: readForm(form) }])
}

/** Notes what became of events: messages wait no more, the others are set aside with the reason. */
export async function finishInbound(
  tx: Tx,
  events: readonly InboundEvent[],
  outcomes: readonly { unparsed?: string }[],
): Promise<void> {
  const reasonOf = new Map(events.map(({ id }, at) => [id, outcomes[at]?.unparsed]))
  const ids = events.map(({ id }) => id)
  await sql`
    delete from inbound_waiting where organization_id = ${tx.organizationId} and state = 'received'
      and id = any(${ids.filter((id) => reasonOf.get(id) === undefined)}::uuid[])`.execute(tx.db)
  const aside = ids.filter((id) => reasonOf.get(id) !== undefined)
  if (aside.length === 0) return
  await sql`
    update inbound_waiting set state = 'unparsed', detail = aside.detail
    from unnest(${aside}::uuid[], ${aside.map((id) => reasonOf.get(id))}::text[]) as aside (id, detail)
    where organization_id = ${tx.organizationId} and state = 'received' and inbound_waiting.id = aside.id`.execute(
    tx.db,
  )
}

/** Counts a try that failed; after the last the event is set aside as unparsed, visible and re-runnable. */
export async function countFailedTry(
  tx: Tx,
  { id }: InboundEvent,
  limit: number,
  detail: string,
): Promise<void> {
  await sql`
    update inbound_waiting set tries = tries + 1, detail = ${detail},
      state = case when tries + 1 >= ${limit} then 'unparsed' else state end
    where organization_id = ${tx.organizationId} and state = 'received' and id = ${id}`.execute(tx.db)
}

/** Puts events that could not be understood back in the line: the number may be active now, the program newer. */
export async function rerunUnparsed(tx: Tx, connectorId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update inbound_waiting set state = 'received', tries = 0
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and state = 'unparsed'`.execute(
    tx.db,
  )
  return Number(numAffectedRows ?? 0n)
}

/** What is kept and could not become messages, the newest first. */
export async function listSetAside(
  tx: Tx,
  connectorId: string,
): Promise<{ count: number; items: { pair: string; reason: string; receivedAt: Date }[] }> {
  const { rows } = await sql<{ pair: string; reason: string; receivedAt: Date; count: number }>`
    select pair, coalesce(detail, '') as reason, received_at, (count(*) over ())::int as count
    from inbound_waiting join inbound_event using (organization_id, connector_id, message_sid)
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and state = 'unparsed'
    order by received_at desc limit 20`.execute(tx.db)
  return {
    count: rows[0]?.count ?? 0,
    items: rows.map(({ pair, reason, receivedAt }) => ({ pair, reason, receivedAt })),
  }
}

/** Puts what came to a number before it was active back in the line, now that it is. */
export async function rerunForActive(tx: Tx, connectorId: string): Promise<void> {
  await sql`
    update inbound_waiting set state = 'received', tries = 0
    from sender where sender.organization_id = inbound_waiting.organization_id and sender.connector_id = inbound_waiting.connector_id
      and sender.active and sender.address = split_part(inbound_waiting.pair, ' ', 1)
      and inbound_waiting.organization_id = ${tx.organizationId} and inbound_waiting.connector_id = ${connectorId}
      and inbound_waiting.state = 'unparsed'`.execute(tx.db)
}
