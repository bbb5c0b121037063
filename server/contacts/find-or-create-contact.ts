import { contactActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { newId } from '#platform/ids.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { addressOfUserId, languageOf } from './contact-address.ts'
import { placeOf } from './contact-place.ts'
import { cleanProfileName } from './contact.ts'
import { holdAddresses, insertContact, insertIdentity, listIdentities, setProfileName } from './store.ts'
import { closeLikeOthers } from './suppression-store.ts'

export interface Seen {
  /** Where an answer goes: `whatsapp:+…` or `whatsapp:CC.…`. */
  address: string
  /** Meta's `CC.…` id of the person, which Twilio sends beside the phone number. */
  userId?: string | null
  profileName?: string | null
  /** Business time. */
  at: Date
}

/**
 * The contact behind an address; made when there is none, also when many first messages arrive at once.
 * Two addresses told together become identities of one contact unless each belongs to somebody already: then they stay
 * apart, because a wrong merge shows one person's thread to another and cannot be undone.
 */
export async function findOrCreateContact(
  tx: Tx,
  seen: Seen,
): Promise<{ contactId: string; created: boolean }> {
  const addresses = [...new Set([seen.address, ...(seen.userId ? [addressOfUserId(seen.userId)] : [])])]
  let known = await listIdentities(tx, addresses)
  if (known.length < addresses.length) {
    await holdAddresses(tx, addresses)
    // Another transaction may have written them while this one waited.
    known = await listIdentities(tx, addresses)
  }
  const profileName = cleanProfileName(seen.profileName ?? null)
  const mine = known.find((identity) => identity.address === seen.address) ?? known[0]
  if (mine === undefined) return await create(tx, addresses, profileName, seen.at)

  for (const address of addresses) {
    if (known.some((identity) => identity.address === address)) continue
    await insertIdentity(tx, mine.contactId, address, seen.at)
    await closeLikeOthers(tx, mine.contactId, address)
  }
  if (profileName !== '' && profileName !== mine.profileName) {
    await setProfileName(tx, mine.contactId, profileName)
    await publish(tx, { topic: 'contact', subjectId: mine.contactId })
  }
  return { contactId: mine.contactId, created: false }
}

async function create(tx: Tx, addresses: string[], profileName: string, at: Date) {
  const contactId = newId()
  const place = placeOf(addresses)
  const language = languageOf(place.country)
  await insertContact(tx, { id: contactId, profileName, language, ...place, createdAt: at })
  for (const address of addresses) await insertIdentity(tx, contactId, address, at)
  await recordActivity(tx, {
    contactId,
    kind: 'contact_created',
    actor: contactActor,
    facts: { address: addresses[0] },
    at,
  })
  return { contactId, created: true }
}
