import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { listSenderAddresses } from './consent-store.ts'
import { listAddresses, lockContact } from './store.ts'
import { closePairs, insertEvidence, lockPairs, openPairs } from './suppression-store.ts'

/** A wish that somebody wrote down, with where and how it was said. */
export interface WrittenConsent {
  contactId: string
  kind: 'opt_in' | 'opt_out'
  source: 'member' | 'api'
  wording: string
  place: string
  /** The number it is about; null for all of the organization's. */
  senderId: string | null
  by: Actor
  at: Date
}

/**
 * Keeps the evidence, and closes or opens the contact's addresses for the numbers it is about. The pairs are locked, so a send either
 * commits before an opt-out or sees it.
 */
export async function recordConsent(tx: Tx, consent: WrittenConsent): Promise<Refused | null> {
  const { contactId, kind, senderId, source, wording, place, by, at } = consent
  if (!(await lockContact(tx, contactId))) return refuse('not_found')
  const senders = await listSenderAddresses(tx, senderId)
  if (senderId !== null && senders.length === 0) return refuse('not_found')
  const addresses = await listAddresses(tx, contactId)
  const pairs = senders.flatMap((senderAddress) =>
    addresses.map((contactAddress) => ({ senderAddress, contactAddress })),
  )
  await lockPairs(tx, pairs, 'exclusive')
  const senderAddress = senderId === null ? null : (senders[0] ?? null)
  await insertEvidence(tx, kind, { contactId, senderAddress, source, wording, place, at })
  if (pairs.length > 0) await (kind === 'opt_out' ? closePairs : openPairs)(tx, pairs, at)
  await recordActivity(tx, {
    contactId,
    kind: kind === 'opt_out' ? 'opted_out' : 'opted_in',
    actor: by,
    facts: { senderAddress, source, wording, place },
    at,
  })
  return null
}
