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
  parameters: FormParameters
  origin: InboundOrigin
  tries: number
  receivedAt: Date
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

/** Pairs with waiting events, the longest waiting first. */
export async function pairsWithInbound(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ pair: string }>`
    select pair from inbound_event where organization_id = ${tx.organizationId} and state = 'received'
    group by pair order by min(id::text) limit ${limit}`.execute(tx.db)
  return rows.map((row) => row.pair)
}

/**
 * The next event of a pair, locked for this transaction, or undefined when there is none or another worker is at this
 * pair: events of one pair are never taken by two workers, so their order holds.
 */
export async function nextInbound(tx: Tx, pair: string): Promise<InboundEvent | undefined> {
  const { rows } = await sql<Omit<InboundEvent, 'parameters'> & { form: string }>`
    with held as materialized (
      select pg_try_advisory_xact_lock(hashtextextended(${`inbound ${tx.organizationId} ${pair}`}, 0)) as mine
    )
    select id, connector_id, message_sid, form, origin, tries, received_at
    from held, inbound_event
    where mine and organization_id = ${tx.organizationId} and pair = ${pair} and state = 'received'
    order by id limit 1`.execute(tx.db)
  const [row] = rows
  return row && { ...row, parameters: readForm(row.form) }
}

export async function finishInbound(
  tx: Tx,
  event: InboundEvent,
  outcome: { unparsed?: string } = {},
): Promise<void> {
  await sql`
    update inbound_event set state = ${outcome.unparsed === undefined ? 'processed' : 'unparsed'},
      detail = ${outcome.unparsed ?? null}, processed_at = now()
    where organization_id = ${tx.organizationId} and connector_id = ${event.connectorId} and message_sid = ${event.messageSid}`.execute(
    tx.db,
  )
}

/** Counts a try that failed; after the last the event is set aside as unparsed, visible and re-runnable. */
export async function countFailedTry(tx: Tx, pair: string, limit: number, detail: string): Promise<void> {
  await sql`
    update inbound_event set tries = tries + 1, detail = ${detail},
      state = case when tries + 1 >= ${limit} then 'unparsed' else state end
    where (organization_id, connector_id, message_sid) in (
      select organization_id, connector_id, message_sid from inbound_event
      where organization_id = ${tx.organizationId} and pair = ${pair} and state = 'received' order by id limit 1)`.execute(
    tx.db,
  )
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
