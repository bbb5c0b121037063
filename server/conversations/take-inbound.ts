import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { previewOf } from './conversation.ts'
import { foldInbound, type InboundEntry } from './fold-inbound.ts'
import { keyOf, lockByPairs, makeThreads, saveThreads } from './thread-store.ts'

/** A message of a contact to a sender, on its way into their thread. */
export interface InboundForThread extends InboundEntry {
  contactId: string
  senderId: string
  connectorId: string
}

/**
 * Gives many messages of contacts their places, in the order given: threads are made where there is none, the service windows open anew, and
 * the inbox shows it. The threads are locked until the transaction that writes the messages ends.
 */
export async function takeInbound(
  tx: Tx,
  messages: readonly InboundForThread[],
): Promise<{ conversationId: string; position: number }[]> {
  const rows = await makeAndLock(tx, messages)
  const threads = new Map(rows.map((row) => [keyOf(row), { row, entries: [] as InboundForThread[] }]))
  const places = messages.map((message) => {
    const thread = threads.get(keyOf(message))
    if (!thread) throw new Error('A conversation was neither found nor made')
    thread.entries.push({ ...message, preview: previewOf(message.preview) })
    return {
      conversationId: thread.row.id,
      position: thread.row.lastPosition + thread.entries.length,
    }
  })
  const changed = [...threads.values()]
  await saveThreads(
    tx,
    changed.map(({ row, entries }) => ({
      id: row.id,
      // The sender may have moved to another connector: the thread goes with it.
      connectorId: entries.at(-1)!.connectorId,
      ...foldInbound(row, entries),
    })),
  )
  publishAll(
    tx,
    changed.map(({ row }) => ({ topic: 'conversation' as const, subjectId: row.id })),
  )
  return places
}

/**
 * Nearly always all are there. A campaign that makes one at the same time may wait for a lock that is held here, while its own is waited for: PostgreSQL
 * then ends one of the two, and both try again. A thread that a Messaging Service's message was only guessed to be in may go after it was made.
 */
async function makeAndLock(tx: Tx, messages: readonly InboundForThread[]) {
  const wanted = new Set(messages.map(keyOf)).size
  for (let round = 1; ; round += 1) {
    const rows = await lockByPairs(tx, messages)
    if (rows.length === wanted || round === 3) return rows
    const there = new Set(rows.map(keyOf))
    await makeThreads(
      tx,
      messages.filter((message) => !there.has(keyOf(message))),
    )
  }
}
