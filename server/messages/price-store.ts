import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { idAt } from '#platform/ids.ts'

/** Messages of a connector whose price Twilio has not told yet. */
export interface Unpriced {
  connectorId: string
  messages: number
  /** When the first of them was written, business time. */
  since: Date
}

const priceable = sql`status in ('received', 'sent', 'delivered', 'read')`

/** Connectors with messages of the last while that reached Twilio and have no entry in the ledger. Ids rise with time, so only that while is read. */
export async function listUnpriced(tx: Tx, youngerThan: Date): Promise<Unpriced[]> {
  const { rows } = await sql<Unpriced>`
    select message.connector_id, count(*)::int as messages, min(message.created_at) as since
    from message join connector on connector.organization_id = message.organization_id and connector.id = message.connector_id
      and connector.status = 'active'
    where message.organization_id = ${tx.organizationId} and message.id >= ${idAt(youngerThan)}::uuid and message.${priceable}
      and provider_sid is not null and not exists (
        select from ledger_entry entry where entry.organization_id = message.organization_id and entry.message_id = message.id)
    group by message.connector_id`.execute(tx.db)
  return rows
}

/** Which of our messages these are. */
export async function findBySids(tx: Tx, sids: readonly string[]): Promise<{ id: string; sid: string }[]> {
  // Each way has its index.
  const { rows } = await sql<{ id: string; sid: string }>`
    select id, provider_sid as sid from message
    where organization_id = ${tx.organizationId} and inbound_sid = any(${[...sids]}::text[])
    union all
    select message_id, provider_sid from attempt where organization_id = ${tx.organizationId} and provider_sid = any(${[...sids]}::text[])`.execute(
    tx.db,
  )
  return rows
}
