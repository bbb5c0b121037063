import { recordActivity } from '#activities/record-activity.ts'
import { readNotificationsOf } from '#activities/read-notifications.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { type ConversationRow, takenOver } from './conversation.ts'
import { findById, save } from './store.ts'

/**
 * A member starts answering; whatever the agent is writing is not sent any more. A conversation of nobody's becomes theirs
 * to look after too. Taking over what one holds changes nothing, so a reply may always begin with this.
 */
export async function takeOver(
  tx: Tx,
  { conversationId, memberId, at }: { conversationId: string; memberId: string; at: Date },
): Promise<ConversationRow | Refused> {
  const conversation = await findById(tx, conversationId, 'update')
  if (!conversation) return refuse('not_found')
  const holding = takenOver(conversation, memberId)
  if (holding === null) return conversation
  const change = { ...holding, assignedTo: conversation.assignedTo ?? memberId }
  await save(tx, conversationId, change)
  await recordActivity(tx, {
    contactId: conversation.contactId,
    conversationId,
    kind: 'taken_over',
    actor: { kind: 'member', id: memberId },
    facts: { from: conversation.holder, fromMemberId: conversation.holderId },
    at,
  })
  await readNotificationsOf(tx, memberId, conversationId)
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return { ...conversation, ...change }
}
