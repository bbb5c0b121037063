import type { Tx } from '#platform/db.ts'
import { publish, publishAll } from '#platform/live.ts'
import type { Activity } from './activity.ts'
import { insertActivities, insertActivity } from './store.ts'

/** Adds a line to a contact's timeline, in the transaction of the fact itself. Returns its id. */
export async function recordActivity(tx: Tx, activity: Activity): Promise<string> {
  const id = await insertActivity(tx, activity)
  publish(tx, { topic: 'contact', subjectId: activity.contactId })
  return id
}

/** Lines on many contacts' timelines, in one statement. */
export async function recordActivities(tx: Tx, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return
  await insertActivities(tx, activities)
  publishAll(
    tx,
    activities.map(({ contactId }) => ({ topic: 'contact' as const, subjectId: contactId })),
  )
}
