import { sql } from 'kysely'
import { type Database, type Tx, violates } from '#platform/db.ts'

/** One verified webhook about to become a row. `form` is what Twilio sent, as it came. */
export interface InboundRow {
  organizationId: string
  connectorId: string
  messageSid: string
  id: string
  /** Sender and contact: events of one pair are taken in the order of their arrival. */
  pair: string
  form: string
  origin: InboundOrigin
  /** When it came, as ISO 8601, where that was earlier than now. */
  receivedAt?: string
}

export type InboundOrigin = 'webhook' | 'fallback' | 'quarantine' | 'spool' | 'gap_fill'

/** Sender and contact, in this order whichever way the message goes. */
export const pairOf = (sender: string, contact: string) => `${sender} ${contact}`

/**
 * Rows of one organization as one statement, which puts them in the line as well. They travel as one JSON text: it is cheaper to write than
 * an array for each column.
 * @param known what becomes of a message that is there already: it is left as it is, or the statement fails, which costs a seventh less
 */
const insertion = (organizationId: string, rows: readonly InboundRow[], known: 'left' | 'fails') => sql`
  with told as materialized (
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      "connectorId" uuid, "messageSid" text, id uuid, pair text, form text, origin text, "receivedAt" timestamptz)
  ), journaled as (
    insert into inbound_event (organization_id, connector_id, message_sid, id, form, origin, received_at)
    select ${organizationId}, "connectorId", "messageSid", id, form, origin, coalesce("receivedAt", now()) from told
    ${known === 'left' ? sql`on conflict do nothing returning id` : sql``}
  )
  insert into inbound_waiting (organization_id, id, connector_id, message_sid, pair)
  select ${organizationId}, id, "connectorId", "messageSid", pair from told ${known === 'left' ? sql`join journaled using (id)` : sql``}`

/** @returns how many were new */
export async function insertInbound(tx: Tx, rows: readonly InboundRow[]): Promise<number> {
  const { numAffectedRows } = await insertion(tx.organizationId, rows, 'left').execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}

/** Twilio repeats what it is not sure of: the copy is a success, not an error. But nearly always all are new, so that is tried first. */
async function journalRows(
  database: Database,
  organizationId: string,
  rows: readonly InboundRow[],
): Promise<void> {
  try {
    await database.changeAlone(organizationId, insertion(organizationId, rows, 'fails'))
  } catch (error) {
    if (!violates(error, 'inbound_event_pkey')) throw error
    await database.changeAlone(organizationId, insertion(organizationId, rows, 'left'))
  }
}

/** The write of the group commit: a batch of any organizations, one transaction for each of them. */
export async function journalInbound(database: Database, batch: readonly InboundRow[]): Promise<null[]> {
  const groups = Map.groupBy(batch, (row) => row.organizationId)
  await Promise.all([...groups].map(([organizationId, rows]) => journalRows(database, organizationId, rows)))
  return batch.map(() => null)
}
