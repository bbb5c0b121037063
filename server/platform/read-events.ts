import type { LiveTopic } from '@parley/contract/news.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Change } from './change.ts'
import type { Tx } from './db.ts'

export interface LiveEvent {
  /** Where to go on after this event: give it back as the cursor. Null while others of the same transaction follow. */
  cursor: string | null
  topic: LiveTopic
  subjectId: string
  facts: unknown
  /** The event as JSON text, made once for all who receive it. */
  data: string
}

/** Transaction and id of the last event seen, and when it was written. */
export interface Place {
  transaction: string
  id: number
  /** Unix milliseconds. */
  at: number
}

/** The place as a cursor. */
export const textOf = (place: Place) => `${place.transaction}.${place.id}.${place.at}`

/** Null for text that is no cursor of ours. */
export function placeOf(cursor: string): Place | null {
  const parts = /^(\d{1,20})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  return parts ? { transaction: parts[1] ?? '', id: Number(parts[2]), at: Number(parts[3]) } : null
}

// Transactions from here on may still be running, so what they wrote is not looked at yet.
const oldestRunning: RawBuilder<string> = sql`pg_snapshot_xmin(pg_current_snapshot())`

/** Now. What a transaction that still runs writes comes behind it. */
export async function placeNow(tx: Tx): Promise<Place> {
  const { rows } = await sql<{ transaction: string }>`select ${oldestRunning}::text as transaction`.execute(
    tx.db,
  )
  return { transaction: rows[0]?.transaction ?? '0', id: 0, at: Date.now() }
}

/** Rows of one look. */
const most = 100

/** What a look found, and where it ended. */
export interface Found {
  events: LiveEvent[]
  place: Place
  /** There is more than one look takes. */
  more: boolean
}

/** What was told behind this place, in order, up to a hundred rows. */
export async function readAfter(tx: Tx, place: Place): Promise<Found> {
  const rows = await tx.db
    .selectFrom('event')
    .select(['id', 'changes', 'transactionId', 'at'])
    .where('organizationId', '=', tx.organizationId)
    .where(sql<boolean>`(transaction_id, id) > (${place.transaction}::xid8, ${place.id}::bigint)`)
    .where(sql<boolean>`transaction_id < ${oldestRunning}`)
    .orderBy('transactionId')
    .orderBy('id')
    .limit(most)
    .execute()
  let last = place
  const events = rows.flatMap((row) => {
    last = { transaction: row.transactionId, id: row.id, at: row.at.getTime() }
    const changes = row.changes as Change[]
    return changes.map((change, at) => ({
      cursor: at === changes.length - 1 ? textOf(last) : null,
      ...change,
      data: JSON.stringify(change),
    }))
  })
  return { events, place: last, more: rows.length === most }
}

/** Removes what is older than a day; a cursor from before is answered with `reset`. */
export async function pruneEvents(tx: Tx): Promise<void> {
  await tx.db
    .deleteFrom('event')
    .where('organizationId', '=', tx.organizationId)
    .where('at', '<', sql<Date>`now() - interval '24 hours'`)
    .execute()
}
