import { recordActivity } from '#activities/record-activity.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { previewOf } from './conversation.ts'
import { insertNote, type NoteRow } from './note-store.ts'
import { findById } from './store.ts'

/** A member writes down something for the other members; the contact never sees it. */
export async function writeNote(
  tx: Tx,
  {
    conversationId,
    authorId,
    body,
    at,
  }: { conversationId: string; authorId: string; body: string; at: Date },
): Promise<NoteRow | Refused> {
  const conversation = await findById(tx, conversationId)
  if (!conversation) return refuse('not_found')
  const note = await insertNote(tx, { conversationId, authorId, body, createdAt: at })
  await recordActivity(tx, {
    contactId: conversation.contactId,
    conversationId,
    kind: 'noted',
    actor: { kind: 'member', id: authorId },
    facts: { noteId: note.id, preview: previewOf(body) },
    at,
  })
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return note
}
