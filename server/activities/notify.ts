import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { Notice } from './activity.ts'
import { raiseNotifications } from './store.ts'

/** Tells members in the app. Several notices of one burst make one unread notification that counts them. */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  if (notice.memberIds.length === 0) return
  for (const { id, memberId } of await raiseNotifications(tx, notice)) {
    await publish(tx, { topic: 'notification', subjectId: id, facts: { memberId } })
  }
}
