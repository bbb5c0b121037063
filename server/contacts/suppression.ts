import type { Tx } from '#platform/db.ts'
import type { Pair } from './opt-out.ts'
import { findSuppressed, findSuppression, lockPairs } from './suppression-store.ts'

/**
 * Holds off every STOP and START of these pairs until this transaction ends; many sends may hold one together.
 *
 * A send that must not pass a STOP does three things in this order: it locks its conversation rows, calls this, and only
 * then reads `suppression`, in a later statement. (A statement sees what was committed when it began, so one that locks
 * and reads at once could miss the STOP it waited for.) Everyone locks conversations before pairs, so nobody waits crosswise.
 */
export async function holdOffOptOuts(tx: Tx, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length > 0) await lockPairs(tx, pairs, 'shared')
}

/**
 * Since when the sender must not write to these addresses of one contact, or null when it may. No STOP can slip in
 * between this answer and the end of the transaction.
 */
export async function suppressedSince(
  tx: Tx,
  senderAddress: string,
  contactAddresses: readonly string[],
): Promise<Date | null> {
  await holdOffOptOuts(
    tx,
    contactAddresses.map((contactAddress) => ({ senderAddress, contactAddress })),
  )
  return await findSuppression(tx, senderAddress, contactAddresses)
}

/** `suppressedSince`, as a question. */
export async function isSuppressed(
  tx: Tx,
  senderAddress: string,
  contactAddresses: readonly string[],
): Promise<boolean> {
  return (await suppressedSince(tx, senderAddress, contactAddresses)) !== null
}

/**
 * How it looks now for each of these pairs, in their order, holding nothing off: for deciding whether to begin work. What is sent in the end
 * asks `isSuppressed` again.
 */
export async function whichLookSuppressed(tx: Tx, pairs: readonly Pair[]): Promise<boolean[]> {
  return await findSuppressed(tx, pairs)
}
