import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { modeFor, type TwinOfContact, type TwinRow } from './twin.ts'
import { findOwnersTwin, listTwins } from './twin-store.ts'

/**
 * The digital twin that answers a contact, with what it does for them; undefined when it is off, there is none, or its
 * member left or may no longer answer.
 */
export async function findTwinOf(tx: Tx, contactId: string): Promise<TwinOfContact | undefined> {
  const twin = await findOwnersTwin(tx, contactId)
  if (!twin || modeFor(twin) === 'off') return undefined
  return (await membersWhoAnswer(tx)).includes(twin.memberId) ? { ...twin, mode: modeFor(twin) } : undefined
}

/** A member's own twin; undefined before they set one up. */
export async function findTwinOfMember(tx: Tx, memberId: string): Promise<TwinRow | undefined> {
  return (await listTwins(tx, memberId))[0]
}
