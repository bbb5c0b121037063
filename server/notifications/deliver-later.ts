import type { Tx } from '#platform/db.ts'
import { insertDeliveries, type Raised } from './delivery-store.ts'
import { type Kind, kinds } from './kinds.ts'

/** Writes what tells of these notifications beside the app, in the transaction that raised them. */
export async function deliverLater(
  tx: Tx,
  raised: readonly Raised[],
  { kind, conversationId = null }: { kind: Kind; conversationId?: string | null | undefined },
): Promise<void> {
  if (raised.length > 0) await insertDeliveries(tx, raised, { kind, conversationId, usual: kinds[kind].ways })
}
