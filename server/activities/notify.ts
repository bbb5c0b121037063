import { deliverLater } from '#notifications/deliver-later.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { Notice } from './activity.ts'
import { raiseNotifications } from './store.ts'

/**
 * Tells members: in the app at once, and soon by mail, by push and at the organization's own addresses, as they chose.
 * Several notices of one burst make one unread notification that counts them, and one delivery on each way.
 */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  if (notice.memberIds.length === 0) return
  const raised = await raiseNotifications(tx, notice)
  for (const { id, memberId } of raised) {
    await publish(tx, { topic: 'notification', subjectId: id, facts: { memberId } })
  }
  await deliverLater(tx, raised, notice)
}
