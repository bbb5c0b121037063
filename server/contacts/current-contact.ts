import type { Tx } from '#platform/db.ts'

/** The contact that this one is now: what it became when it was merged, else itself, also where nobody knows the id. */
export async function currentContact(tx: Tx, contactId: string): Promise<string> {
  const row = await tx.db
    .selectFrom('mergedContact')
    .select('contactId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row?.contactId ?? contactId
}
