import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { endForContact } from './touch-store.ts'

/** A contact wrote: whatever campaigns still meant to say to them is not said any more. */
export async function hearReply(tx: Tx, contactId: string, at: Date): Promise<void> {
  const campaigns = await endForContact(tx, contactId, 'replied', at)
  await publishAll(
    tx,
    campaigns.map((id) => ({ topic: 'campaign' as const, subjectId: id })),
  )
}
