import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'

/** What a member wrote for the other members. */
export interface NoteRow {
  id: string
  authorId: string
  body: string
  createdAt: Date
}

export async function insertNote(
  tx: Tx,
  note: { conversationId: string; authorId: string; body: string; createdAt: Date },
): Promise<NoteRow> {
  return await tx.db
    .insertInto('note')
    .values({ organizationId: tx.organizationId, id: newId(), ...note })
    .returning(['id', 'authorId', 'body', 'createdAt'])
    .executeTakeFirstOrThrow()
}

/** Oldest first. */
export async function listNotes(tx: Tx, conversationId: string): Promise<NoteRow[]> {
  return await tx.db
    .selectFrom('note')
    .select(['id', 'authorId', 'body', 'createdAt'])
    .where('organizationId', '=', tx.organizationId)
    .where('conversationId', '=', conversationId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}
