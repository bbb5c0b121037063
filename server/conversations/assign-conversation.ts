import type { Actor } from '#activities/activity.ts'
import { notify } from '#activities/notify.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { ConversationRow } from './conversation.ts'
import { findById, save } from './store.ts'

/** Who looks after the conversation; null: nobody in particular. Who answers it is another matter and stays as it is. */
export async function assignConversation(
  tx: Tx,
  {
    conversationId,
    memberId,
    by,
    at,
  }: { conversationId: string; memberId: string | null; by: Actor; at: Date },
): Promise<ConversationRow | Refused> {
  const conversation = await findById(tx, conversationId, 'update')
  if (!conversation) return refuse('not_found')
  if (conversation.assignedTo === memberId) return conversation
  if (memberId !== null && !(await membersWhoAnswer(tx)).includes(memberId)) {
    const issues = [{ path: 'body.memberId', message: 'Name a member of this organization who may answer' }]
    return refuse('invalid_request', { issues })
  }
  await save(tx, conversationId, { assignedTo: memberId })
  const { contactId } = conversation
  await recordActivity(tx, {
    contactId,
    conversationId,
    kind: 'assigned',
    actor: by,
    facts: { memberId },
    at,
  })
  if (memberId !== null) await tellAssigned(tx, conversation, memberId, by)
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return { ...conversation, assignedTo: memberId }
}

async function tellAssigned(
  tx: Tx,
  { id: conversationId, contactId }: ConversationRow,
  memberId: string,
  by: Actor,
) {
  const byMemberId = by.kind === 'member' ? by.id : null
  await announce(tx, 'conversation.assigned', { conversationId, contactId, memberId, byMemberId })
  // Who takes it themselves knows.
  if (memberId === byMemberId) return
  await notify(tx, {
    memberIds: [memberId],
    kind: 'assigned',
    contactId,
    conversationId,
    facts: { byMemberId },
  })
}
