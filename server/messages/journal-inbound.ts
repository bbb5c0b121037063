import { sql } from 'kysely'
import { type Database, type Tx, violates } from '#platform/db.ts'
import { tableOf } from '#platform/table-of.ts'

/** One verified webhook about to become a row. `form` is what Twilio sent, as it came. */
export interface InboundRow {
  organizationId: string
  connectorId: string
  messageSid: string
  id: string
  form: string
  origin: InboundOrigin
  /** When it came, as ISO 8601, where that was earlier than now. */
  receivedAt?: string
}

export type InboundOrigin = 'webhook' | 'fallback' | 'quarantine' | 'spool' | 'gap_fill'

const columns = {
  connectorId: 'uuid',
  messageSid: 'text',
  id: 'uuid',
  form: 'text',
  origin: 'text',
  receivedAt: 'timestamptz',
} as const

/**
 * Rows of one organization as one statement, which puts them in the line as batches, one for each connector.
 * @param known what becomes of a message that is there already: it is left as it is, or the statement fails, which costs a seventh less
 */
const insertion = (organizationId: string, rows: readonly InboundRow[], known: 'left' | 'fails') => sql`
  with journaled as (
    insert into inbound_event (organization_id, connector_id, message_sid, id, form, origin, received_at)
    select ${organizationId}, "connectorId", "messageSid", id, form, origin, coalesce("receivedAt", now())
    from ${tableOf('told', rows, columns)}
    ${known === 'left' ? sql`on conflict do nothing` : sql``}
    returning connector_id, message_sid, id
  )
  insert into inbound_batch (organization_id, id, connector_id, ids, message_sids)
  select ${organizationId}, (array_agg(id order by id))[1], connector_id, array_agg(id order by id), array_agg(message_sid order by id)
  from journaled group by connector_id`

/** @returns how many were new */
export async function insertInbound(tx: Tx, rows: readonly InboundRow[]): Promise<number> {
  const { rows: batches } = await sql<{ size: number }>`
    ${insertion(tx.organizationId, rows, 'left')} returning cardinality(ids) as size`.execute(tx.db)
  return batches.reduce((sum, { size }) => sum + size, 0)
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
