import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { addressOfUserId } from './contact-address.ts'
import { cleanProfileName } from './contact.ts'
import { createContacts, findOrCreateContact, type Seen } from './find-or-create-contact.ts'
import { holdOffMerges } from './hold-off-merges.ts'
import { holdAddresses, listIdentities, setProfileNames } from './store.ts'

type Known = Awaited<ReturnType<typeof listIdentities>>

const addressesOf = ({ address, userId }: Seen) => [
  ...new Set([address, ...(userId ? [addressOfUserId(userId)] : [])]),
]

/**
 * The contacts behind many sightings, in their order: the usual ones (somebody known, somebody new) in a few statements for all, whoever
 * gained an address one by one.
 */
export async function findOrCreateContacts(tx: Tx, sightings: readonly Seen[]): Promise<string[]> {
  const people = [...peopleIn(sightings).values()]
  const known = await listKnown(tx, people)
  const isKnown = new Set(known.map(({ address }) => address))
  const strangers = people.filter((seen) => addressesOf(seen).every((address) => !isKnown.has(address)))
  const friends = people.filter((seen) => addressesOf(seen).every((address) => isKnown.has(address)))
  const usual = new Set([...strangers, ...friends])
  const others = people.filter((seen) => !usual.has(seen))

  const contactOf = new Map(known.map(({ address, contactId }) => [address, contactId]))
  await rename(tx, friends, known)
  const created = await createContacts(
    tx,
    strangers.map((seen) => ({ ...seen, addresses: addressesOf(seen) })),
  )
  for (const [at, { address }] of strangers.entries()) contactOf.set(address, created[at]!)
  for (const seen of others) contactOf.set(seen.address, (await findOrCreateContact(tx, seen)).contactId)
  return sightings.map(({ address }) => contactOf.get(address)!)
}

/** Each address once: seen first when it was first seen, called what it was called last. */
function peopleIn(sightings: readonly Seen[]): Map<string, Seen> {
  const people = new Map<string, Seen>()
  for (const seen of sightings) {
    const before = people.get(seen.address)
    people.set(seen.address, {
      ...seen,
      at: before?.at ?? seen.at,
      userId: seen.userId ?? before?.userId ?? null,
      profileName: cleanProfileName(seen.profileName ?? null) || (before?.profileName ?? null),
    })
  }
  return people
}

async function listKnown(tx: Tx, people: readonly Seen[]): Promise<Known> {
  const addresses = people.flatMap(addressesOf)
  // Both travel together; whose an address is must be read after the merge that was waited for.
  const [, known] = await Promise.all([holdOffMerges(tx), listIdentities(tx, addresses)])
  const there = new Set(known.map(({ address }) => address))
  const missing = addresses.filter((address) => !there.has(address))
  if (missing.length === 0) return known
  await holdAddresses(tx, missing)
  // Another transaction may have written them while this one waited.
  return await listIdentities(tx, addresses)
}

async function rename(tx: Tx, friends: readonly Seen[], known: Known): Promise<void> {
  const identityOf = new Map(known.map((identity) => [identity.address, identity]))
  const changed = friends.flatMap(({ address, profileName: seen }) => {
    const profileName = cleanProfileName(seen ?? null)
    const mine = identityOf.get(address)!
    return profileName === '' || profileName === mine.profileName ? [] : [{ id: mine.contactId, profileName }]
  })
  if (changed.length === 0) return
  await setProfileNames(tx, changed)
  publishAll(
    tx,
    changed.map(({ id }) => ({ topic: 'contact' as const, subjectId: id })),
  )
}
