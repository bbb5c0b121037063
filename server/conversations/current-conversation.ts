import type { Tx } from '#platform/db.ts'

/** The thread that this one is now: what it became when it was joined, else itself, also where nobody knows the id. */
export async function currentConversation(tx: Tx, conversationId: string): Promise<string> {
  const row = await tx.db
    .selectFrom('joinedConversation')
    .select('conversationId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  return row?.conversationId ?? conversationId
}
