import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

export interface PushSubscriptionRow {
  id: string
  memberId: string
  endpoint: string
  p256dh: string
  authSealed: Buffer
}

/** A browser's place. Whoever signs in there last is told there. */
export async function savePushSubscription(
  tx: Tx,
  row: PushSubscriptionRow & { device: string },
): Promise<void> {
  await tx.db
    .insertInto('pushSubscription')
    .values({ organizationId: tx.organizationId, ...row })
    .execute()
}

/** A browser that comes back with the place it had is taken as new. */
export async function forgetEndpoint(tx: Tx, endpoint: string): Promise<void> {
  await tx.db
    .deleteFrom('pushSubscription')
    .where('organizationId', '=', tx.organizationId)
    .where('endpoint', '=', endpoint)
    .execute()
}

export async function listDevices(tx: Tx, memberId: string) {
  return await tx.db
    .selectFrom('pushSubscription')
    .select(['id', 'device as name', 'createdAt', 'lastSentAt'])
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', '=', memberId)
    .orderBy('id')
    .execute()
}

export async function listPushSubscriptions(
  tx: Tx,
  by: { ids: readonly string[] } | { memberIds: readonly string[] },
): Promise<PushSubscriptionRow[]> {
  const [column, values] = 'ids' in by ? (['id', by.ids] as const) : (['memberId', by.memberIds] as const)
  if (values.length === 0) return []
  return await tx.db
    .selectFrom('pushSubscription')
    .select(['id', 'memberId', 'endpoint', 'p256dh', 'authSealed'])
    .where('organizationId', '=', tx.organizationId)
    .where(column, 'in', values)
    .execute()
}

/** Answers whether the member had it. */
export async function removePushSubscription(tx: Tx, memberId: string, id: string): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('pushSubscription')
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', '=', memberId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The push service says that nobody is there any more. */
export async function forgetPushSubscription(tx: Tx, id: string): Promise<void> {
  await tx.db
    .deleteFrom('pushSubscription')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export async function notePushSent(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('pushSubscription')
    .set({ lastSentAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}
