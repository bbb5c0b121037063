import type { Tx } from '#platform/db.ts'

/** Whether a contact's message was an opt-out. */
export async function wasOptOut(tx: Tx, contactId: string, messageId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('consent')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', contactId)
    .where('messageId', '=', messageId)
    .where('kind', '=', 'opt_out')
    .executeTakeFirst()
  return row !== undefined
}
