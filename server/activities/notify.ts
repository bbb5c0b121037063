import { deliverLater } from '#notifications/deliver-later.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import type { Notice } from './activity.ts'
import { raiseNotifications } from './store.ts'

/**
 * Tells members: in the app at once, and soon by mail, by push and at the organization's own addresses, as they chose.
 * Several notices of one burst make one unread notification that counts them, and one delivery on each way.
 */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  await notifyAll(tx, [notice])
}

/** Tells members of many things at once. Of one kind there is one notice about each conversation, which counts. */
export async function notifyAll(tx: Tx, notices: readonly Notice[]): Promise<void> {
  const raised = await raiseNotifications(tx, notices)
  publishAll(
    tx,
    raised.map(({ id, memberId }) => ({
      topic: 'notification' as const,
      subjectId: id,
      facts: { memberId },
    })),
  )
  await deliverLater(tx, raised)
}
