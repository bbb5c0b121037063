import { parsePhoneNumberFromString as parsePhoneNumber } from 'libphonenumber-js'
import type { Tx } from '#platform/db.ts'
import { listConsents } from './consent-store.ts'
import { consentStanding } from './consent.ts'
import { findOrCreateContact } from './find-or-create-contact.ts'
import { recordOptIn } from './record-opt-out.ts'
import { looksSuppressed } from './suppression.ts'

/** What people type as a number, as an address; null when it is none. */
export function addressOfNumber(typed: string): string | null {
  const number = parsePhoneNumber(typed.trim())
  return number?.isValid() ? `whatsapp:${number.number}` : null
}

/**
 * A number was left on a page. Anybody can type any number, so whoever said no stays closed: only they themselves can open
 * it, by writing to us.
 */
export async function joinByForm(
  tx: Tx,
  address: string,
  page: { senderAddress: string; wording: string; place: string },
  at: Date,
): Promise<void> {
  const { senderAddress, wording, place } = page
  const { contactId } = await findOrCreateContact(tx, { address, at })
  const { standing } = consentStanding(await listConsents(tx, contactId), senderAddress)
  if (standing === 'opted_out' || (await looksSuppressed(tx, senderAddress, [address]))) return
  await recordOptIn(tx, { contactId, senderAddress, source: 'page', wording, place, at })
}
