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
  for (const permitId of [...new Set(permitIds)].toSorted())
    if (permitId !== null)
      await announce(tx, 'messages.moved', { permitId }, { singletonKey: permitId, startAfter })
}
