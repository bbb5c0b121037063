import { findPool, type ServicePool } from '#connectors/service-pool.ts'
import type { Tx } from '#platform/db.ts'
import { type DailyLimit, limitOf } from './daily-limit.ts'
import type { Claimed } from './outbox-store.ts'
import { listSuppressed } from './send-many-store.ts'

// What a message that goes by a Messaging Service depends on: every sender Twilio may pick, and nothing of the one it is guessed to pick.

/** By connector; one that has no service is absent. */
export type Pools = ReadonlyMap<string, ServicePool>

/** The pools of what goes by a service. */
export async function poolsOf(
  tx: Tx,
  messages: readonly Pick<Claimed, 'connectorId' | 'byService'>[],
): Promise<Pools> {
  const pools = new Map<string, ServicePool>()
  for (const id of new Set(
    messages.flatMap(({ byService, connectorId }) => (byService ? [connectorId] : [])),
  )) {
    const pool = await findPool(tx, id)
    if (pool) pools.set(id, pool)
  }
  return pools
}

/** The addresses a message may leave from. */
export const sendersOf = (
  { byService, connectorId, from }: Pick<Claimed, 'byService' | 'connectorId' | 'from'>,
  pools: Pools,
): string[] => (byService ? (pools.get(connectorId)?.members.map(({ address }) => address) ?? []) : [from])

/** Why nothing can go by the service now; null when it can. Twilio: it picks nobody who is offline (21703). */
export const obstacleOfPool = (pool: ServicePool | undefined): 'service_not_usable' | null =>
  pool?.standing === 'ready' && pool.members.some(({ online }) => online) ? null : 'service_not_usable'

/** Those whose contact said STOP to any sender of the pool. Nobody can say it any more until the transaction ends: the pairs are held. */
export async function suppressedInPools(
  tx: Tx,
  messages: readonly Claimed[],
  pools: Pools,
): Promise<Set<string>> {
  const stopped = await listSuppressed(
    tx,
    messages.map(({ contactId }) => contactId),
    [...new Set(messages.flatMap((message) => sendersOf(message, pools)))],
  )
  const pairs = new Set(stopped.map(({ senderAddress, contactId }) => `${senderAddress} ${contactId}`))
  return new Set(
    messages.flatMap((message) =>
      sendersOf(message, pools).some((address) => pairs.has(`${address} ${message.contactId}`))
        ? [message.id]
        : [],
    ),
  )
}

/** The narrowest limit of the senders Twilio may pick; null where none is known. All numbers of a Twilio account are one portfolio's. */
export function limitOfPool(pool: ServicePool | undefined): DailyLimit | null {
  const limits = (pool?.members ?? []).flatMap((member) => (member.online ? (limitOf(member) ?? []) : []))
  return limits.reduce<DailyLimit | null>(
    (least, limit) => (least === null || limit.people < least.people ? limit : least),
    null,
  )
}
