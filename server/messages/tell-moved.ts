import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'

/** How long what moves is gathered before it is told, in milliseconds. */
const gatherMs = 500

/**
 * Tells that messages under these permits came further: one piece of news for each permit, however many they are and however
 * many transactions say so at once. The last thing a transaction does: until it ends, others who would tell the same wait for it.
 */
export async function tellMoved(tx: Tx, permitIds: readonly (string | null)[]): Promise<void> {
  const startAfter = new Date(Date.now() + gatherMs)
  const told = [...new Set(permitIds)].filter((id) => id !== null).toSorted((a, b) => (a < b ? -1 : 1))
  for (const permitId of told)
    await announce(tx, 'messages.moved', { permitId }, { singletonKey: permitId, startAfter })
}
