import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { type ConversationRow, handedBack } from './conversation.ts'
import { findById, save } from './store.ts'

/** Lets the agent answer again, from the contact's next message on. */
export async function handBack(
  tx: Tx,
  { conversationId, actor, at }: { conversationId: string; actor: Actor; at: Date },
): Promise<ConversationRow | Refused> {
  const conversation = await findById(tx, conversationId, 'update')
  if (!conversation) return refuse('not_found')
  const holding = handedBack(conversation)
  if (holding === null) return conversation
  await save(tx, conversationId, holding)
  if (conversation.holder !== 'agent') {
    await recordActivity(tx, {
      contactId: conversation.contactId,
      conversationId,
      kind: 'handed_back',
      actor,
      facts: { from: conversation.holder, fromMemberId: conversation.holderId },
      at,
    })
  }
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return { ...conversation, ...holding }
}
