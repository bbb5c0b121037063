import { sql } from 'kysely'
import type { Merge } from '#contacts/merge-contacts.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'

/** Deals with a contact that is merged are deals with the one that stays. */
export async function moveLeads(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update lead set contact_id = ${keptId}
    where organization_id = ${tx.organizationId} and contact_id = ${otherId} returning id`.execute(tx.db)
  publishAll(
    tx,
    rows.map(({ id }) => ({ topic: 'lead' as const, subjectId: id })),
  )
}
