import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { listConsents } from './consent-store.ts'
import { listFields } from './contact-field-store.ts'
import { displayName, mainAddress } from './contact.ts'
import { beginMerging } from './hold-off-merges.ts'
import { type Choice, mergedContact, optOutsToCarry } from './merged-contact.ts'
import {
  closeAlike,
  lockMerging,
  type Merge,
  moveIdentity,
  presentAmong,
  replaceContact,
  saveMerged,
  wereMerged,
} from './merge-store.ts'
import { listAddresses, listSenderAddresses } from './store.ts'
import { closePairs, insertEvidence, lockPairs } from './suppression-store.ts'

export type { Merge } from './merge-store.ts'

// A merge takes its locks in the order of everybody who takes several: its turn (`beginMerge`), touches, conversations, pairs of a number
// and an address (`holdPairsOf`), messages, and the two contacts last (`mergeContact`): by then nobody who holds one of them can wait for us.

/** Begins a merge, after which nobody learns whose an address is before it ends. */
export async function beginMerge(tx: Tx, { keptId, otherId }: Merge): Promise<Refused | undefined> {
  if (keptId === otherId) return refuse('contacts_same')
  await beginMerging(tx)
  const ids = [keptId, otherId]
  const present = await presentAmong(tx, ids)
  if (present.length === 2) return undefined
  const gone = ids.filter((id) => !present.includes(id))
  return (await wereMerged(tx, gone)) ? refuse('merged_meanwhile') : refuse('not_found')
}

/** Holds off every send, STOP and START of the two until the transaction ends. */
export async function holdPairsOf(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  const addresses = [...(await listAddresses(tx, keptId)), ...(await listAddresses(tx, otherId))]
  const pairs = (await listSenderAddresses(tx)).flatMap((senderAddress) =>
    addresses.map((contactAddress) => ({ senderAddress, contactAddress })),
  )
  await lockPairs(tx, pairs, 'exclusive')
}

/** Every field that is chosen must be one of the organization's. */
export async function refuseUnknownFields(tx: Tx, { fields }: Choice): Promise<Refused | undefined> {
  const known = new Set((await listFields(tx)).map(({ id }) => id))
  return fields.every((id) => known.has(id)) ? undefined : refuse('not_found')
}

/**
 * The other contact becomes part of the one that stays: addresses, evidence and what is known of it. Whatever else belonged to
 * it must have been moved between `lockForMerge` and this, because what is left goes with it. Nobody is opened: an
 * opt-out of either stays one.
 */
export async function mergeContact(
  tx: Tx,
  { merge, locked, choice, by, at }: { merge: Merge; locked: Locked; choice: Choice; by: Actor; at: Date },
): Promise<void> {
  const { keptId, otherId } = merge
  const { kept, other } = locked
  const senders = await listSenderAddresses(tx)
  const carried = optOutsToCarry(await listConsents(tx, keptId), await listConsents(tx, otherId), senders)
  await moveIdentity(tx, merge)
  for (const { senderAddress, wording } of carried) {
    const evidence = { contactId: keptId, senderAddress, source: 'merge' as const, wording, at }
    await insertEvidence(tx, 'opt_out', evidence, by)
    const closed = senderAddress === null ? senders : [senderAddress]
    const pairs = closed.flatMap((sender) =>
      [...kept.addresses, ...other.addresses].map((contactAddress) => ({
        senderAddress: sender,
        contactAddress,
      })),
    )
    await closePairs(tx, pairs, at)
  }
  await closeAlike(tx, keptId)
  await saveMerged(tx, keptId, mergedContact(kept, other, choice))
  await replaceContact(tx, merge, at)
  const facts = {
    formerId: otherId,
    former: displayName(other, mainAddress(other.addresses)),
    addresses: other.addresses,
  }
  await recordActivity(tx, { contactId: keptId, kind: 'merged', actor: by, facts, at })
  await announce(tx, 'contact.merged', { contactId: keptId, formerId: otherId })
  publishAll(
    tx,
    [keptId, otherId].map((subjectId) => ({ topic: 'contact' as const, subjectId })),
  )
}

type Row = ReturnType<Awaited<ReturnType<typeof lockMerging>>['get']> & object
interface Locked {
  kept: Row
  other: Row
}

/** The two, locked against everything that would write for one of them. */
export async function lockForMerge(tx: Tx, merge: Merge): Promise<Locked> {
  const rows = await lockMerging(tx, merge)
  const [kept, other] = [rows.get(merge.keptId), rows.get(merge.otherId)]
  if (!kept || !other) throw new Error('A contact went while it was merged')
  return { kept, other }
}
