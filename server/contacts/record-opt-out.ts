import { contactActor, systemActor, type Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import type { Tx } from '#platform/db.ts'
import type { ConsentEvidence, Pair } from './opt-out.ts'
import { listAddresses } from './store.ts'
import {
  closePairs,
  findSuppression,
  hasLaterEvidence,
  insertEvidence,
  lockPairs,
  openPairs,
} from './suppression-store.ts'

// A wish counts from the time it was said, not from when it reached us: messages found late must not undo younger words.
// Both functions lock the pairs first, so a send either commits before them or sees what they wrote.

/**
 * Keeps the evidence and closes every address of the contact for this sender. Answers whether that changed anything;
 * evidence is kept in any case.
 */
export async function recordOptOut(tx: Tx, evidence: ConsentEvidence, actor?: Actor): Promise<boolean> {
  const pairs = await lockContactPairs(tx, evidence)
  await insertEvidence(tx, 'opt_out', evidence)
  if (await hasLaterEvidence(tx, 'opt_in', evidence)) return false
  const before = await findSuppression(
    tx,
    evidence.senderAddress,
    pairs.map((pair) => pair.contactAddress),
  )
  await closePairs(tx, pairs, evidence.at)
  if (before !== null) return false
  await record(tx, 'opted_out', evidence, actor)
  return true
}

/**
 * Opens the contact's addresses for this sender again. Answers whether they had been closed; a START of someone who
 * never said STOP means nothing and leaves no trace.
 */
export async function recordOptIn(tx: Tx, evidence: ConsentEvidence, actor?: Actor): Promise<boolean> {
  const pairs = await lockContactPairs(tx, evidence)
  const addresses = pairs.map((pair) => pair.contactAddress)
  if ((await findSuppression(tx, evidence.senderAddress, addresses)) === null) return false
  await insertEvidence(tx, 'opt_in', evidence)
  if (await hasLaterEvidence(tx, 'opt_out', evidence)) return false
  await openPairs(tx, pairs, evidence.at)
  if ((await findSuppression(tx, evidence.senderAddress, addresses)) !== null) return false
  await record(tx, 'opted_in', evidence, actor)
  return true
}

async function lockContactPairs(tx: Tx, { contactId, senderAddress }: ConsentEvidence): Promise<Pair[]> {
  const addresses = await listAddresses(tx, contactId)
  const pairs = addresses.map((contactAddress) => ({ senderAddress, contactAddress }))
  await lockPairs(tx, pairs, 'exclusive')
  return pairs
}

async function record(
  tx: Tx,
  kind: 'opted_out' | 'opted_in',
  evidence: ConsentEvidence,
  actor?: Actor,
): Promise<void> {
  const { contactId, senderAddress, source, wording, at } = evidence
  const spoken = source === 'word' ? contactActor : systemActor
  await recordActivity(tx, {
    contactId,
    kind,
    actor: actor ?? spoken,
    facts: { senderAddress, source, wording },
    at,
  })
}
