import { findPool, type ServicePool } from '#connectors/service-pool.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

/** The pool of the connector's Messaging Service, if a campaign may go through it. */
export async function usablePool(tx: Tx, connectorId: string): Promise<ServicePool | Refused> {
  const pool = await findPool(tx, connectorId)
  return pool?.standing === 'ready'
    ? pool
    : refuse('service_not_usable', { standing: pool?.standing ?? null })
}
