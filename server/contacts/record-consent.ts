import type { Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { contactExists, findSenderAddress, type KeptConsent, listConsents } from './consent-store.ts'
import { currentContact } from './current-contact.ts'
import { holdOffMerges } from './hold-off-merges.ts'
import { recordOptIn, recordOptOut } from './record-opt-out.ts'

export interface ToldConsent {
  contactId: string
  kind: 'opt_in' | 'opt_out'
  /** Null: for every number of the organization. */
  senderId: string | null
  wording: string
  place: string
  /** Not later than now. */
  at: Date
}

/** Keeps what a member or a program says a person said elsewhere. */
export async function recordConsent(
  tx: Tx,
  told: ToldConsent,
  by: Actor,
  now: Date,
): Promise<KeptConsent | Refused> {
  const { senderId, wording, place, at } = told
  await holdOffMerges(tx)
  const contactId = await currentContact(tx, told.contactId)
  if (!(await contactExists(tx, contactId))) return refuse('not_found')
  const senderAddress = senderId === null ? null : await findSenderAddress(tx, senderId)
  if (senderAddress === undefined) return refuse('not_found')
  if (at > now) {
    const issues = [{ path: 'body.at', message: 'Nobody can have said it later than now' }]
    return refuse('invalid_request', { issues })
  }
  const source = by.kind === 'member' ? ('member' as const) : ('api' as const)
  const evidence = { contactId, senderAddress, source, wording, place, at }
  const record = told.kind === 'opt_in' ? recordOptIn : recordOptOut
  const { consentId } = await record(tx, evidence, by)
  const kept = (await listConsents(tx, contactId)).find(({ id }) => id === consentId)
  if (!kept) throw new Error('Evidence was written and is not there')
  return kept
}
