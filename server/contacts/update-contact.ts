import { isDeepStrictEqual } from 'node:util'
import type { FieldValue } from '@parley/contract/contact-fields.ts'
import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { type ContactField, fits } from './contact-field.ts'
import { listFields } from './contact-field-store.ts'
import { currentContact } from './current-contact.ts'
import { holdOffMerges } from './hold-off-merges.ts'
import { isTimeZone } from './contact-place.ts'
import { cleanTags, type ContactRow } from './contact.ts'
import { lockContact, saveContact } from './store.ts'
import { timeZoneIn } from './time-zone.ts'

export interface ContactChange {
  /** Empty: the WhatsApp profile name is shown again. */
  givenName?: string | undefined
  language?: string | null | undefined
  ownerId?: string | null | undefined
  /** Null: that of their country again. */
  timeZone?: string | null | undefined
  /** All of them. */
  tags?: readonly string[] | undefined
  /** By the id of the field; null empties it, and what is left out stays. */
  fields?: Readonly<Record<string, FieldValue | null>> | undefined
}

/**
 * Changes what members may say of a contact, or of what it became when it was merged; what is left out stays. A new owner is a line
 * of the timeline.
 */
export async function updateContact(
  tx: Tx,
  { contactId: named, change, by, at }: { contactId: string; change: ContactChange; by: Actor; at: Date },
): Promise<Refused | undefined> {
  await holdOffMerges(tx)
  const contactId = await currentContact(tx, named)
  const contact = await lockContact(tx, contactId)
  if (!contact) return refuse('not_found')
  const { givenName = contact.name, language = contact.language, ownerId = contact.ownerId } = change
  const newOwner = ownerId !== contact.ownerId
  if (newOwner && ownerId !== null && !(await membersWhoAnswer(tx)).includes(ownerId))
    return notValid('body.ownerId', 'Name a member of this organization who may answer')
  const { timeZone = contact.timeZone, tags = contact.tags } = change
  if (change.timeZone && !isTimeZone(change.timeZone))
    return notValid('body.timeZone', 'Name a time zone as IANA does, like America/Sao_Paulo')
  const fields = fieldsAfter(contact.fields, change.fields ?? {}, await listFields(tx))
  if (isRefusal(fields)) return fields
  await saveContact(tx, contactId, {
    name: givenName,
    language,
    ownerId,
    timeZone: timeZone ?? timeZoneIn(contact.country),
    tags: cleanTags(tags),
    fields,
  })
  if (newOwner) {
    const facts = { ownerId, formerOwnerId: contact.ownerId }
    await recordActivity(tx, { contactId, kind: 'owner_changed', actor: by, facts, at })
  }
  publish(tx, { topic: 'contact', subjectId: contactId })
  return undefined
}

const notValid = (path: string, message: string): Refused =>
  refuse('invalid_request', { issues: [{ path, message }] })

function fieldsAfter(
  before: ContactRow['fields'],
  change: NonNullable<ContactChange['fields']>,
  known: readonly ContactField[],
): ContactRow['fields'] | Refused {
  const after = new Map(Object.entries(before))
  for (const [id, value] of Object.entries(change)) {
    const field = known.find((one) => one.id === id)
    if (!field) return notValid(`body.fields.${id}`, 'Name a field of this organization')
    if (value === null) after.delete(id)
    // What can be chosen no more may be kept.
    else if (fits(field, value) || isDeepStrictEqual(value, before[id])) after.set(id, value)
    else return notValid(`body.fields.${id}`, `This does not fit the field “${field.name}”`)
  }
  return Object.fromEntries(after)
}
