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
  const column = (of: (row: InboundRow) => string) => rows.map(of)
  const { numAffectedRows } = await sql`
    insert into inbound_event (organization_id, connector_id, message_sid, id, pair, parameters, origin)
    select ${tx.organizationId}, row.* from unnest(
      ${column((row) => row.connectorId)}::uuid[], ${column((row) => row.messageSid)}::text[], ${column((row) => row.id)}::uuid[],
      ${column((row) => row.pair)}::text[], ${column((row) => JSON.stringify(row.parameters))}::jsonb[], ${column((row) => row.origin)}::text[]) as row
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
