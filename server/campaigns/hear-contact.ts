import { currentContact } from '#contacts/current-contact.ts'
import { holdOffMerges } from '#contacts/hold-off-merges.ts'
import { wasOptOut } from '#contacts/opt-out-by-message.ts'
import { cancelMessages } from '#messages/cancel-messages.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { endForContact, findFromRecipients, skipUnsent, takeBack } from './end-touches.ts'

/** Contacts wrote: whatever campaigns still meant to say to them is not said any more. A STOP is no reply. */
export async function hearReplies(tx: Tx, messageIds: readonly string[], at: Date): Promise<void> {
  await holdOffMerges(tx)
  for (const { contactId, messageId } of await findFromRecipients(tx, messageIds))
    await end(tx, contactId, (await wasOptOut(tx, contactId, messageId)) ? 'opted_out' : 'replied', at)
}

/** A contact wants to hear nothing: no campaign says anything more to them, from whatever number. */
export async function hearOptOut(tx: Tx, contactId: string, at: Date): Promise<void> {
  await holdOffMerges(tx)
  await end(tx, await currentContact(tx, contactId), 'opted_out', at)
}

async function end(tx: Tx, contactId: string, how: 'replied' | 'opted_out', at: Date): Promise<void> {
  const campaignIds = await endForContact(tx, contactId, how, at)
  if (campaignIds.length === 0) return
  const why = how === 'replied' ? 'contact_wrote_since' : how
  const waiting = await skipUnsent(tx, contactId, campaignIds, how)
  await takeBack(tx, contactId, await cancelMessages(tx, waiting, why), how)
  publishAll(
    tx,
    campaignIds.map((id) => ({ topic: 'campaign' as const, subjectId: id })),
  )
}
