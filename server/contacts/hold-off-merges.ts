import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

const key = (tx: Tx) => sql`hashtextextended('merging contacts of ' || ${tx.organizationId}::text, 0)`

/**
 * Holds off every merge of contacts until this transaction ends; many may hold one off together. For those who learn whose an
 * address is, or who a campaign is for, and rely on it in later statements. Taken before any row is locked: whoever merges
 * takes its turn first and its locks after.
 */
export async function holdOffMerges(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${key(tx)})`.execute(tx.db)
}

/** Waits until nobody relies on whose an address is, and lets nobody begin to before this transaction ends. */
export async function beginMerging(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${key(tx)})`.execute(tx.db)
}
