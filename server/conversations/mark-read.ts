import { readNotificationsOf } from '#activities/read-notifications.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { ConversationRow } from './conversation.ts'
import { findById, save } from './store.ts'

/** The thread was looked at: nothing is unread for anybody, and this member's notifications of it are read. */
export async function markRead(
  tx: Tx,
  { conversationId, memberId }: { conversationId: string; memberId: string | null },
): Promise<ConversationRow | Refused> {
  const conversation = await findById(tx, conversationId, 'update')
  if (!conversation) return refuse('not_found')
  if (memberId !== null) await readNotificationsOf(tx, memberId, conversationId)
  if (conversation.unreadCount === 0) return conversation
  await save(tx, conversationId, { unreadCount: 0 })
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return { ...conversation, unreadCount: 0 }
}
