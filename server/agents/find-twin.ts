import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { modeFor, type TwinOfContact, type TwinRow } from './twin.ts'
import { findOwnersTwins, listTwins } from './twin-store.ts'

/**
 * The digital twin that answers a contact, with what it does for them; undefined when it is off, there is none, or its
 * member left or may no longer answer.
 */
export async function findTwinOf(tx: Tx, contactId: string): Promise<TwinOfContact | undefined> {
  return (await findTwinsOf(tx, [contactId])).get(contactId)
}

/** `findTwinOf` of many contacts, by contact. */
export async function findTwinsOf(
  tx: Tx,
  contactIds: readonly string[],
): Promise<Map<string, TwinOfContact>> {
  const twins = (await findOwnersTwins(tx, contactIds)).filter((twin) => modeFor(twin) !== 'off')
  if (twins.length === 0) return new Map()
  const mayAnswer = await membersWhoAnswer(tx)
  return new Map(
    twins
      .filter(({ memberId }) => mayAnswer.includes(memberId))
      .map((twin) => [twin.contactId, { ...twin, mode: modeFor(twin) }]),
  )
}

/** A member's own twin; undefined before they set one up. */
export async function findTwinOfMember(tx: Tx, memberId: string): Promise<TwinRow | undefined> {
  return (await listTwins(tx, memberId))[0]
}
