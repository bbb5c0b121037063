import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { lockContact, saveContact } from './store.ts'

export interface ContactChange {
  /** Empty: the WhatsApp profile name is shown again. */
  givenName?: string | undefined
  language?: string | null | undefined
  ownerId?: string | null | undefined
}

/** Changes what members may say of a contact; what is left out stays. A new owner is a line of the timeline. */
export async function updateContact(
  tx: Tx,
  { contactId, change, by, at }: { contactId: string; change: ContactChange; by: Actor; at: Date },
): Promise<Refused | undefined> {
  const contact = await lockContact(tx, contactId)
  if (!contact) return refuse('not_found')
  const { givenName = contact.name, language = contact.language, ownerId = contact.ownerId } = change
  const newOwner = ownerId !== contact.ownerId
  if (newOwner && ownerId !== null && !(await membersWhoAnswer(tx)).includes(ownerId)) {
    const issues = [{ path: 'body.ownerId', message: 'Name a member of this organization who may answer' }]
    return refuse('invalid_request', { issues })
  }
  await saveContact(tx, contactId, { name: givenName, language, ownerId })
  if (newOwner) {
    const facts = { ownerId, formerOwnerId: contact.ownerId }
    await recordActivity(tx, { contactId, kind: 'owner_changed', actor: by, facts, at })
  }
  await publish(tx, { topic: 'contact', subjectId: contactId })
  return undefined
}
