import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { markConversationNotificationsRead, markNotificationsRead } from './store.ts'

/** Marks a member's notifications as read: those named, or all when `ids` is null. Those of others stay as they are. */
export async function readNotifications(
  tx: Tx,
  memberId: string,
  ids: readonly string[] | null,
): Promise<void> {
  tell(tx, memberId, await markNotificationsRead(tx, memberId, ids))
}

/** Who has seen the conversation needs no notification of it any more. */
export async function readNotificationsOf(tx: Tx, memberId: string, conversationId: string): Promise<void> {
  tell(tx, memberId, await markConversationNotificationsRead(tx, memberId, conversationId))
}

// One hint is enough: the browser asks for the whole list again.
function tell(tx: Tx, memberId: string, [first]: string[]): void {
  if (first !== undefined) publish(tx, { topic: 'notification', subjectId: first, facts: { memberId } })
}
