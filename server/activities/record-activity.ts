import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { Activity } from './activity.ts'
import { insertActivity } from './store.ts'

/** Adds a line to a contact's timeline, in the transaction of the fact itself. Returns its id. */
export async function recordActivity(tx: Tx, activity: Activity): Promise<string> {
  const id = await insertActivity(tx, activity)
  await publish(tx, { topic: 'contact', subjectId: activity.contactId })
  return id
}
