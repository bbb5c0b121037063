import { sql } from 'kysely'
import type { FormParameters } from '#twilio/parse-form.ts'
import type { Database, Tx } from '#platform/db.ts'

/** One verified webhook about to become a row. `parameters` hold everything Twilio sent, known or not. */
export interface InboundRow {
  organizationId: string
  connectorId: string
  messageSid: string
  id: string
  /** Sender and contact: events of one pair are taken in the order of their arrival. */
  pair: string
  parameters: FormParameters
  origin: InboundOrigin
}

export type InboundOrigin = 'webhook' | 'fallback' | 'quarantine' | 'spool' | 'gap_fill'

/**
 * Writes rows of one organization in one statement. A message that is there already is left as it is: Twilio repeats
 * what it is not sure of, and the copy is a success, not an error.
 * @returns how many were new
 */
export async function insertInbound(tx: Tx, rows: readonly InboundRow[]): Promise<number> {
  const columns = [...rows].map(({ connectorId, messageSid, id, pair, parameters, origin }) => ({
    connector_id: connectorId,
    message_sid: messageSid,
    id,
    pair,
    parameters,
    origin,
  }))
  const { numAffectedRows } = await sql`
    insert into inbound_event (organization_id, connector_id, message_sid, id, pair, parameters, origin)
    select ${tx.organizationId}, connector_id, message_sid, id, pair, parameters, origin
    from jsonb_to_recordset(${JSON.stringify(columns)}::jsonb)
      as row (connector_id uuid, message_sid text, id uuid, pair text, parameters jsonb, origin text)
    on conflict do nothing`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}

/** The write of the group commit: a batch of any organizations, one transaction for each of them. */
export async function journalInbound(database: Database, batch: readonly InboundRow[]): Promise<null[]> {
  const groups = Map.groupBy(batch, (row) => row.organizationId)
  await Promise.all(
    [...groups].map(([organizationId, rows]) =>
      database.withOrganization(organizationId, (tx) => insertInbound(tx, rows)),
    ),
  )
  return batch.map(() => null)
}
