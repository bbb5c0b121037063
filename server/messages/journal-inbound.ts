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

const journaling = (organization: unknown, rows: readonly InboundRow[]) => sql`
  insert into inbound_event (organization_id, connector_id, message_sid, id, form, origin, received_at)
  select ${organization}, "connectorId", "messageSid", id, form, origin, coalesce("receivedAt", now())
  from ${tableOf('told', rows, columns)}`

/** The batch of each connector, its lists as words. */
function batchesOf(rows: readonly InboundRow[]) {
  const groups = Map.groupBy(
    rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    (row) => row.connectorId,
  )
  return [...groups].map(([connectorId, mine]) => ({
    id: mine[0]!.id,
    connectorId,
    ids: mine.map(({ id }) => id).join(' '),
    messageSids: mine.map(({ messageSid }) => messageSid).join(' '),
  }))
}

const batchColumns = { id: 'uuid', connectorId: 'uuid', ids: 'text', messageSids: 'text' } as const

/** Rows of one organization as one statement, which puts them in the line as batches. It fails when one is there already. */
const insertionOfNew = (organization: unknown, rows: readonly InboundRow[]) => sql`
  with journaled as (${journaling(organization, rows)})
  insert into inbound_batch (organization_id, id, connector_id, ids, message_sids)
  select ${organization}, id, "connectorId", string_to_array(ids, ' ')::uuid[], string_to_array("messageSids", ' ')
  from ${tableOf('batch', batchesOf(rows), batchColumns)}`

/** The same, of which those that are there already are left as they are. */
const insertionOfUnknown = (organization: unknown, rows: readonly InboundRow[]) => sql`
  with journaled as (${journaling(organization, rows)} on conflict do nothing returning connector_id, message_sid, id)
  insert into inbound_batch (organization_id, id, connector_id, ids, message_sids)
  select ${organization}, (array_agg(id order by id))[1], connector_id, array_agg(id order by id), array_agg(message_sid order by id)
  from journaled group by connector_id`

/** @returns how many were new */
export async function insertInbound(tx: Tx, rows: readonly InboundRow[]): Promise<number> {
  const { rows: batches } = await sql<{ size: number }>`
    ${insertionOfUnknown(tx.organizationId, rows)} returning cardinality(ids) as size`.execute(tx.db)
  return batches.reduce((sum, { size }) => sum + size, 0)
}

/** Twilio repeats what it is not sure of: the copy is a success, not an error. But nearly always all are new, so that is tried first. */
async function journalRows(
  database: Database,
  organizationId: string,
  rows: readonly InboundRow[],
): Promise<void> {
  try {
    await database.insertAlone(organizationId, (organization) => insertionOfNew(organization, rows))
  } catch (error) {
    if (!violates(error, 'inbound_event_pkey')) throw error
    await database.insertAlone(organizationId, (organization) => insertionOfUnknown(organization, rows))
  }
}

/** The write of the group commit: a batch of any organizations, one transaction for each of them. */
export async function journalInbound(database: Database, batch: readonly InboundRow[]): Promise<null[]> {
  const groups = Map.groupBy(batch, (row) => row.organizationId)
  await Promise.all([...groups].map(([organizationId, rows]) => journalRows(database, organizationId, rows)))
  return batch.map(() => null)
}
