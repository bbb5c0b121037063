import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

/** Do agents answer on this connector's senders, or are there threads that would be lost with it? */
export async function isInUse(tx: Tx, connectorId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (
      select from channel join sender on sender.organization_id = channel.organization_id and sender.id = channel.sender_id
      where channel.organization_id = ${tx.organizationId} and sender.connector_id = ${connectorId}
    ) or exists (
      select from conversation where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
    ) as used`.execute(tx.db)
  return rows[0]?.used ?? false
}
