import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { previewOf } from './conversation.ts'
import { appendEntry, setInbound } from './store.ts'

export interface ThreadEntry {
  direction: 'in' | 'out'
  /** What the inbox shows of it, any length; null leaves the inbox as it is, as for a draft. */
  preview: string | null
  /** Business time of the message. */
  at: Date
  countsUnread: boolean
  /** Found later than its neighbours (gap-fill): it does not move the thread up or back in the inbox. */
  late?: boolean
}

/**
 * Gives a message its place in the thread. Positions have no gaps: the row is locked until the transaction that writes
 * the message ends. Answers the position, from 1.
 */
export async function addToThread(tx: Tx, conversationId: string, entry: ThreadEntry): Promise<number> {
  const preview = entry.preview === null ? null : previewOf(entry.preview)
  const position = await appendEntry(tx, conversationId, { ...entry, preview, late: entry.late ?? false })
  await publish(tx, { topic: 'conversation', subjectId: conversationId })
  return position
}

/**
 * The contact wrote: the service window opens anew, and answers go where they wrote from. An older message than the last
 * one changes nothing. `sid` is Twilio's, for the typing indicator.
 */
export async function noteInbound(
  tx: Tx,
  conversationId: string,
  inbound: { sid: string; contactAddress: string; at: Date },
): Promise<void> {
  await setInbound(tx, conversationId, inbound)
}
