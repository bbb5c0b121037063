import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

// Webhooks that wait alone: their batch failed, or they could not become messages.

/** Counts a try that failed; after the last the event is set aside as unparsed, visible and re-runnable. */
export async function countFailedTry(tx: Tx, id: string, limit: number, detail: string): Promise<void> {
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
