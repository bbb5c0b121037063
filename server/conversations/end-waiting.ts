import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { answered } from './conversation.ts'
import { findById, save } from './store.ts'

/** What a person was waited for has been done: they answered, or settled the draft. The holder and epoch stay. */
export async function endWaiting(tx: Tx, conversationId: string): Promise<void> {
  const conversation = await findById(tx, conversationId, 'update')
  const holding = conversation && answered(conversation)
  if (!holding) return
  await save(tx, conversationId, holding)
  publish(tx, { topic: 'conversation', subjectId: conversationId })
}
