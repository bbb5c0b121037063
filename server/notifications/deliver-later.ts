import type { Tx } from '#platform/db.ts'
import { insertDeliveries, type Raised } from './delivery-store.ts'
import { kinds } from './kinds.ts'

/** Writes what tells of these notifications beside the app, in the transaction that raised them. */
export async function deliverLater(tx: Tx, raised: readonly Omit<Raised, 'usual'>[]): Promise<void> {
  if (raised.length === 0) return
  await insertDeliveries(
    tx,
    raised.map((one) => ({ ...one, usual: kinds[one.kind].ways })),
  )
}
