import { contactActor, systemActor, type Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { type ConsentEvidence, isPlainWord, type Pair } from './opt-out.ts'
import { listAddresses, listSenderAddresses } from './store.ts'
import {
  closedSenders,
  closePairs,
  insertEvidence,
  lockPairs,
  openPairs,
  sendersToldLater,
} from './suppression-store.ts'

// A wish counts from the time it was said, not from when it reached us: messages found late must not undo younger words.
// Both functions lock the pairs first, so a send either commits before them or sees what they wrote.

/** What became of a wish: the row that keeps it, and whether some number may now write, or not, that could not before. */
export interface RecordedConsent {
  /** Null: it left no trace. */
  consentId: string | null
  changed: boolean
}

/** Keeps the evidence and closes every address of the contact for the number, or for all numbers of the organization. */
export async function recordOptOut(
  tx: Tx,
  evidence: ConsentEvidence,
  actor: Actor = speakerOf(evidence),
): Promise<RecordedConsent> {
  const { senders, pairs } = await lockContactPairs(tx, evidence)
  const consentId = await insertEvidence(tx, 'opt_out', evidence, actor)
  const overtaken = await sendersToldLater(tx, 'opt_in', evidence, senders)
  const before = await closedSenders(tx, pairs)
  await closePairs(tx, without(pairs, overtaken), evidence.at)
  const changed = senders.some((sender) => !overtaken.has(sender) && !before.has(sender))
  if (changed) await announce(tx, 'contact.opted_out', { contactId: evidence.contactId })
  if (changed || !isPlainWord(evidence.source)) await record(tx, 'opted_out', evidence, actor)
  return { consentId, changed }
}

/**
 * Keeps the evidence and opens the contact's addresses again. A START of someone who never said STOP means nothing and
 * leaves no trace.
 */
export async function recordOptIn(
  tx: Tx,
  evidence: ConsentEvidence,
  actor: Actor = speakerOf(evidence),
): Promise<RecordedConsent> {
  const { senders, pairs } = await lockContactPairs(tx, evidence)
  const before = await closedSenders(tx, pairs)
  if (before.size === 0 && isPlainWord(evidence.source)) return { consentId: null, changed: false }
  const consentId = await insertEvidence(tx, 'opt_in', evidence, actor)
  const overtaken = await sendersToldLater(tx, 'opt_out', evidence, senders)
  await openPairs(tx, without(pairs, overtaken), evidence.at)
  const after = await closedSenders(tx, pairs)
  const changed = [...before].some((sender) => !after.has(sender))
  if (changed || !isPlainWord(evidence.source)) await record(tx, 'opted_in', evidence, actor)
  return { consentId, changed }
}

const speakerOf = ({ source }: ConsentEvidence): Actor =>
  ['word', 'reply', 'page'].includes(source) ? contactActor : systemActor

const without = (pairs: readonly Pair[], senders: ReadonlySet<string>): Pair[] =>
  pairs.filter(({ senderAddress }) => !senders.has(senderAddress))

async function lockContactPairs(
  tx: Tx,
  { contactId, senderAddress }: ConsentEvidence,
): Promise<{ senders: string[]; pairs: Pair[] }> {
  const addresses = await listAddresses(tx, contactId)
  const senders = senderAddress === null ? await listSenderAddresses(tx) : [senderAddress]
  const pairs = senders.flatMap((sender) =>
    addresses.map((contactAddress) => ({ senderAddress: sender, contactAddress })),
  )
  await lockPairs(tx, pairs, 'exclusive')
  return { senders, pairs }
}

async function record(
  tx: Tx,
  kind: 'opted_out' | 'opted_in',
  evidence: ConsentEvidence,
  actor: Actor,
): Promise<void> {
  const { contactId, senderAddress, source, wording, place = '', at } = evidence
  await recordActivity(tx, {
    contactId,
    kind,
    actor,
    facts: { senderAddress, source, wording, place },
    at,
  })
}
