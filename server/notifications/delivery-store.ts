import { type Kysely, sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { newId } from '#platform/ids.ts'
import { tableOf } from '#platform/table-of.ts'
import { type Delivery, type Outcome, pauseAfter, type Way, wayRules } from './delivery.ts'
import type { Wanted } from './wanted-deliveries.ts'

const isOpen = sql`state in ('waiting', 'sending')`

const columns = {
  way: 'text',
  targetId: 'text',
  memberId: 'text',
  kind: 'text',
  notificationId: 'uuid',
  subject: 'text',
} as const

/**
 * Writes what is to be sent, each when its burst has gathered and the last one about the same has rested. A delivery about the same
 * thing that is still open takes them in; one that waits tells of the youngest notification, because its own may have been read.
 */
export async function insertDeliveries(tx: Tx, wanted: readonly Wanted[]): Promise<void> {
  if (wanted.length === 0) return
  const seconds = (rule: 'gather' | 'rest') =>
    sql`make_interval(secs => (${json(wayRules)}::jsonb -> way ->> ${rule})::int)`
  const told = [...new Set(wanted.map(({ notificationId }) => notificationId))]
  await sql`
    -- Most that is told again within a burst ends here.
    with open as materialized (
      select way, target_id, subject from notification_delivery
      where organization_id = ${tx.organizationId} and notification_id = any(${told}::uuid[]) and ${isOpen})
    insert into notification_delivery (organization_id, id, way, target_id, member_id, kind, notification_id, subject, due_at)
    select distinct on (way, "targetId", subject) ${tx.organizationId}::uuid, uuidv7(), way, "targetId", "memberId", kind, "notificationId", subject, greatest(
      now() + ${seconds('gather')},
      (select max(earlier.settled_at) from notification_delivery earlier
       where earlier.organization_id = ${tx.organizationId} and earlier.way = wanted.way and earlier.target_id = "targetId"
         and earlier.subject = wanted.subject and earlier.state = 'sent') + ${seconds('rest')})
    from ${tableOf('wanted', wanted, columns)}
    where not exists (select from open where open.way = wanted.way and open.target_id = "targetId" and open.subject = wanted.subject)
    order by way, "targetId", subject, "notificationId" desc
    on conflict (organization_id, way, target_id, subject) where ${isOpen}
    do update set notification_id = excluded.notification_id where notification_delivery.state = 'waiting'`.execute(
    tx.db,
  )
}

/** What is due, and what was taken by somebody who is gone. That was due as well: so the index leads past all that gathers still. */
const isDue = (way: Way, at: Date) => sql`
  way = ${way} and due_at <= now() and (
    (state = 'waiting' and (quiet_until is null or quiet_until <= ${at})) or (state = 'sending' and lease_until < now()))`

/** Organizations in which something is due on this way. */
export const organizationsWithDeliveries = (way: Way, at: Date) => async (finder: Kysely<Tables>) => {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from notification_delivery where ${isDue(way, at)}`.execute(finder)
  return rows.map((row) => row.organizationId)
}

/** Takes what is due and counts the attempt. Whoever dies with it is followed after two minutes. */
export async function claimDeliveries(tx: Tx, way: Way, at: Date, limit: number): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    update notification_delivery set state = 'sending', attempts = attempts + 1, quiet_until = null,
      lease_until = now() + interval '2 minutes'
    where organization_id = ${tx.organizationId} and id in (
      select id from notification_delivery where organization_id = ${tx.organizationId} and ${isDue(way, at)}
      order by due_at, id limit ${limit} for update skip locked)
    returning id, way, target_id, member_id, kind, notification_id, subject, attempts,
      extract(epoch from now() - due_at)::float8 as age`.execute(tx.db)
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Settles what is due on a way that leads nowhere: the oldest few thousand, as the rest comes within seconds. */
export async function skipDue(tx: Tx, way: Way, at: Date, why: string): Promise<void> {
  await sql`
    update notification_delivery set state = 'skipped', detail = ${why}, status = null, lease_until = null, settled_at = now()
    where organization_id = ${tx.organizationId} and id in (
      select id from notification_delivery where organization_id = ${tx.organizationId} and ${isDue(way, at)}
      order by due_at, id limit 5000 for update skip locked)`.execute(tx.db)
}

/** Not to be sent: they are not wanted any more, or lead nowhere. */
export async function skipDeliveries(tx: Tx, ids: readonly string[], why: string): Promise<void> {
  await settle(tx, ids, { state: 'skipped', detail: why, status: null })
}

/** It is quiet: the attempt that was counted is given back. */
export async function quietDelivery(tx: Tx, id: string, until: Date): Promise<void> {
  await tx.db
    .updateTable('notificationDelivery')
    .set({
      state: 'waiting',
      leaseUntil: null,
      quietUntil: until,
      attempts: sql<number>`attempts - 1`,
    })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Records how one attempt went, for all that went together. */
export async function recordOutcome(
  tx: Tx,
  deliveries: readonly Delivery[],
  outcome: Outcome,
): Promise<void> {
  const { status } = outcome
  if (outcome.how === 'sent')
    return await settle(
      tx,
      deliveries.map(({ id }) => id),
      { state: 'sent', status, detail: null },
    )
  for (const { id, way, attempts } of deliveries) {
    const final = outcome.how !== 'later' || attempts >= wayRules[way].tries
    const result = { status, detail: outcome.detail.slice(0, 300) }
    if (final) await settle(tx, [id], { state: 'failed', ...result })
    else await retry(tx, id, pauseAfter(attempts), result)
  }
}

interface Result {
  status: number | null
  detail: string | null
}

async function retry(tx: Tx, id: string, pause: number, result: Result): Promise<void> {
  await tx.db
    .updateTable('notificationDelivery')
    .set({
      state: 'waiting',
      leaseUntil: null,
      dueAt: sql<Date>`now() + make_interval(secs => ${pause})`,
      ...result,
    })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

async function settle(
  tx: Tx,
  ids: readonly string[],
  result: Result & { state: 'sent' | 'skipped' | 'failed' },
): Promise<void> {
  await tx.db
    .updateTable('notificationDelivery')
    .set({ leaseUntil: null, settledAt: sql<Date>`now()`, ...result })
    .where('organizationId', '=', tx.organizationId)
    .where('id', 'in', ids)
    .where('state', '=', 'sending')
    .execute()
}

/** What waits for a target that is no more, or was switched off. */
export async function dropWaiting(tx: Tx, way: Way, targetId: string, why: string): Promise<void> {
  await tx.db
    .updateTable('notificationDelivery')
    .set({ state: 'skipped', detail: why, settledAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('way', '=', way)
    .where('targetId', '=', targetId)
    .where('state', '=', 'waiting')
    .execute()
}

/** A delivery of an outgoing webhook that tells of nothing. */
export async function insertTest(tx: Tx, webhookId: string): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('notificationDelivery')
    .values({
      organizationId: tx.organizationId,
      id,
      way: 'webhook',
      targetId: webhookId,
      subject: id,
      dueAt: sql<Date>`now()`,
    })
    .execute()
  return id
}

/** Sends a settled delivery again, under its own id. One that is on its way stays as it is. */
export async function replayDelivery(tx: Tx, webhookId: string, id: string): Promise<void> {
  await tx.db
    .updateTable('notificationDelivery')
    .set({
      state: 'waiting',
      // Of its own: it joins no burst and no burst joins it.
      subject: id,
      attempts: 0,
      settledAt: null,
      dueAt: sql<Date>`now()`,
    })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('way', '=', 'webhook')
    .where('targetId', '=', webhookId)
    .where('settledAt', 'is not', null)
    .execute()
}

const logged = [
  'id',
  'kind',
  'state',
  'attempts',
  'status',
  'detail',
  'dueAt',
  'createdAt',
  'settledAt',
] as const

export async function findDelivery(tx: Tx, webhookId: string, id: string) {
  return await tx.db
    .selectFrom('notificationDelivery')
    .select(logged)
    .where('organizationId', '=', tx.organizationId)
    .where('way', '=', 'webhook')
    .where('targetId', '=', webhookId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What was sent to an outgoing webhook, the last first. */
export async function listDeliveries(tx: Tx, webhookId: string, limit: number) {
  return await tx.db
    .selectFrom('notificationDelivery')
    .select(logged)
    .where('organizationId', '=', tx.organizationId)
    .where('way', '=', 'webhook')
    .where('targetId', '=', webhookId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The log of an outgoing webhook goes with it. */
export async function deleteLog(tx: Tx, webhookId: string): Promise<void> {
  await tx.db
    .deleteFrom('notificationDelivery')
    .where('organizationId', '=', tx.organizationId)
    .where('way', '=', 'webhook')
    .where('targetId', '=', webhookId)
    .execute()
}

/** Forgets what was settled a month ago. */
export async function forgetDeliveries(tx: Tx): Promise<void> {
  await tx.db
    .deleteFrom('notificationDelivery')
    .where('organizationId', '=', tx.organizationId)
    .where('settledAt', '<', sql<Date>`now() - interval '30 days'`)
    .execute()
}
