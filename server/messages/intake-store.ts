import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { type FormParameters, readForm } from '#twilio/parse-form.ts'
import type { InboundOrigin } from './journal-inbound.ts'

/** A journaled webhook that waits to become a message. */
export interface InboundEvent {
  id: string
  connectorId: string
  messageSid: string
  /** Whose thread it belongs to: contact and number. */
  pair: string
  parameters: FormParameters
  origin: InboundOrigin
  tries: number
  /** Since it came, on the database's clock. */
  ageSeconds: number
}

/** Organizations in which events wait, by the role that sees nothing else of them. */
export async function organizationsWithInbound(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('inboundEvent')
    .select('organizationId')
    .distinct()
    .where('state', '=', 'received')
    .execute()
  return rows.map((row) => row.organizationId)
}

/**
 * The longest waiting events, locked for this transaction, oldest first. Events of one pair are never taken by two workers, so their order
 * holds: the pairs that another worker is at are left out, and those named.
 */
export async function takeEvents(
  tx: Tx,
  limit: number,
  exceptPairs: readonly string[],
): Promise<InboundEvent[]> {
  const { rows } = await sql<Omit<InboundEvent, 'parameters'> & { form: string }>`
    with oldest as materialized (
      select id, pair from inbound_event where organization_id = ${tx.organizationId} and state = 'received'
        and pair <> all(${[...exceptPairs]}::text[])
      order by id limit ${limit}
    ), mine as materialized (
      select pair from (select distinct pair from oldest) as pairs
      where pg_try_advisory_xact_lock(hashtextextended(${`inbound ${tx.organizationId} `} || pair, 0))
    )
    select event.id, connector_id, message_sid, event.pair, form, origin, tries,
      greatest(extract(epoch from now() - received_at), 0)::float8 as age_seconds
    from inbound_event event
    where event.organization_id = ${tx.organizationId} and event.state = 'received'
      -- An array, so that rows are found by their ids also while the planner believes the table to be empty.
      and event.id = any(array(select oldest.id from oldest join mine on mine.pair = oldest.pair))
    order by event.id for update of event`.execute(tx.db)
  return rows.map((row) => ({ ...row, parameters: readForm(row.form) }))
}

/** Notes what became of events: a message, or why not. */
export async function finishInbound(
  tx: Tx,
  events: readonly InboundEvent[],
  outcomes: readonly { unparsed?: string }[],
): Promise<void> {
  await sql`
    update inbound_event set state = case when outcome.detail is null then 'processed' else 'unparsed' end,
      detail = outcome.detail, processed_at = now()
    from unnest(${events.map(({ connectorId }) => connectorId)}::uuid[], ${events.map(({ messageSid }) => messageSid)}::text[],
      ${outcomes.map(({ unparsed }) => unparsed ?? null)}::text[]) as outcome (connector_id, message_sid, detail)
    where inbound_event.organization_id = ${tx.organizationId} and inbound_event.connector_id = outcome.connector_id
      and inbound_event.message_sid = outcome.message_sid`.execute(tx.db)
}

/** Counts a try that failed; after the last the event is set aside as unparsed, visible and re-runnable. */
export async function countFailedTry(
  tx: Tx,
  { connectorId, messageSid }: InboundEvent,
  limit: number,
  detail: string,
): Promise<void> {
  await sql`
    update inbound_event set tries = tries + 1, detail = ${detail},
      state = case when tries + 1 >= ${limit} then 'unparsed' else state end
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and message_sid = ${messageSid}
      and state = 'received'`.execute(tx.db)
}

/** Puts events that could not be understood back in the line: the number may be active now, the program newer. */
export async function rerunUnparsed(tx: Tx, connectorId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update inbound_event set state = 'received', tries = 0
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
    select pair, coalesce(detail, '') as reason, received_at, (count(*) over ())::int as count from inbound_event
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
    update inbound_event set state = 'received', tries = 0
    from sender where sender.organization_id = inbound_event.organization_id and sender.connector_id = inbound_event.connector_id
      and sender.active and sender.address = split_part(inbound_event.pair, ' ', 1)
      and inbound_event.organization_id = ${tx.organizationId} and inbound_event.connector_id = ${connectorId}
      and inbound_event.state = 'unparsed'`.execute(tx.db)
}
