import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { previewOf } from './conversation.ts'
import { appendEntry } from './store.ts'

export interface ThreadEntry {
  /** What the inbox shows of it, any length; null leaves the inbox as it is, as for a draft. */
  preview: string | null
  /** Business time of the message. */
  at: Date
}

/**
 * Gives a message of ours its place in the thread. (Those of contacts get theirs in `takeInbound`.) Positions have no gaps: the row is
 * locked until the transaction that writes the message ends. Answers the position, from 1.
 */
export async function addToThread(
  tx: Tx,
  conversationId: string,
  { preview, at }: ThreadEntry,
): Promise<number> {
  const shown = preview === null ? null : previewOf(preview)
  const position = await appendEntry(tx, conversationId, { preview: shown, at })
  publish(tx, { topic: 'conversation', subjectId: conversationId })
  return position
}
