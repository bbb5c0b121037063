import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { LedgerEntry } from './ledger-entry.ts'

/**
 * Writes down what Twilio charged for messages. A message that is in the ledger already stays as it is.
 * @returns how many were new
 */
export async function enterCharges(tx: Tx, entries: readonly LedgerEntry[]): Promise<number> {
  if (entries.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into ledger_entry (organization_id, message_id, amount_micro, currency)
    select ${tx.organizationId}, "messageId", "amountMicro", currency
    from json_to_recordset(${json(entries)}::json) as entry ("messageId" uuid, "amountMicro" bigint, currency text)
    on conflict do nothing`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}
