import { parsePhoneNumberFromString as parsePhoneNumber } from 'libphonenumber-js/max'
import type { Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findOrCreateContact } from './find-or-create-contact.ts'
import { updateContact } from './update-contact.ts'

export interface NewContact {
  /** With its country code, written as people write it. */
  phone: string
  givenName: string
  language: string | null
  by: Actor
  at: Date
}

/** The contact with this number, made when there is none. Answers its id. What is known of them already stays. */
export async function addContact(
  tx: Tx,
  { phone, givenName, language, by, at }: NewContact,
): Promise<string | Refused> {
  const number = parsePhoneNumber(phone)
  if (!number?.isPossible()) {
    const issues = [
      { path: 'body.phone', message: 'Write the number with its country code, like +49 30 1234567' },
    ]
    return refuse('invalid_request', { issues })
  }
  const { contactId } = await findOrCreateContact(tx, { address: `whatsapp:${number.number}`, at })
  const change = { ...(givenName ? { givenName } : {}), ...(language ? { language } : {}) }
  const refused = await updateContact(tx, { contactId, change, by, at })
  return refused ?? contactId
}
