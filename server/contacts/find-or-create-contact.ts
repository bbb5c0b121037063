import { contactActor } from '#activities/activity.ts'
import { recordActivities } from '#activities/record-activity.ts'
import { newId } from '#platform/ids.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { addressOfUserId, languageOf } from './contact-address.ts'
import { placeOf } from './contact-place.ts'
import { cleanProfileName } from './contact.ts'
import { holdOffMerges } from './hold-off-merges.ts'
import { holdAddresses, insertContacts, insertIdentities, listIdentities, setProfileNames } from './store.ts'
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
  // Both travel together; whose an address is must be read after the merge that was waited for.
  let [, known] = await Promise.all([holdOffMerges(tx), listIdentities(tx, addresses)])
  if (known.length < addresses.length) {
    await holdAddresses(tx, addresses)
    // Another transaction may have written them while this one waited.
    known = await listIdentities(tx, addresses)
  }
  const profileName = cleanProfileName(seen.profileName ?? null)
  const mine = known.find((identity) => identity.address === seen.address) ?? known[0]
  if (mine === undefined) {
    const [contactId] = await createContacts(tx, [{ ...seen, addresses }])
    return { contactId: contactId!, created: true }
  }

  for (const address of addresses) {
    if (known.some((identity) => identity.address === address)) continue
    await insertIdentities(tx, [{ contactId: mine.contactId, address, at: seen.at }])
    await closeLikeOthers(tx, mine.contactId, address)
  }
  if (profileName !== '' && profileName !== mine.profileName) {
    await setProfileNames(tx, [{ id: mine.contactId, profileName }])
    publish(tx, { topic: 'contact', subjectId: mine.contactId })
  }
  return { contactId: mine.contactId, created: false }
}

/** A person nobody has seen before. */
interface Stranger {
  /** All of them free, and held by this transaction. */
  addresses: readonly string[]
  profileName?: string | null
  at: Date
}

/** Makes a contact for each, in a few statements for all. Answers their ids, in order. */
export async function createContacts(tx: Tx, strangers: readonly Stranger[]): Promise<string[]> {
  if (strangers.length === 0) return []
  const contacts = strangers.map(({ addresses, profileName, at }) => {
    const place = placeOf(addresses)
    const name = cleanProfileName(profileName ?? null)
    return {
      id: newId(),
      profileName: name,
      language: languageOf(place.country),
      ...place,
      createdAt: at,
      addresses,
    }
  })
  await insertContacts(tx, contacts)
  await insertIdentities(
    tx,
    contacts.flatMap(({ id, addresses, createdAt }) =>
      addresses.map((address) => ({ contactId: id, address, at: createdAt })),
    ),
  )
  await recordActivities(
    tx,
    contacts.map(({ id, addresses, createdAt }) => ({
      contactId: id,
      kind: 'contact_created',
      actor: contactActor,
      facts: { address: addresses[0] },
      at: createdAt,
    })),
  )
  return contacts.map(({ id }) => id)
}
