import { sql } from 'kysely'
import type { Merge } from '#contacts/merge-contacts.ts'
import type { Tx } from '#platform/db.ts'

/** What a digital twin was told to do for a contact that is merged, unless the one that stays has such a word already. */
export async function moveTwinChoices(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  await sql`
    update twin_contact set contact_id = ${keptId}
    where organization_id = ${tx.organizationId} and contact_id = ${otherId} and not exists (
      select from twin_contact said where said.organization_id = twin_contact.organization_id
        and said.agent_id = twin_contact.agent_id and said.contact_id = ${keptId})`.execute(tx.db)
}
