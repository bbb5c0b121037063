import { sql } from 'kysely'
import type { Raised } from '#notifications/wanted-deliveries.ts'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { tableOf } from '#platform/table-of.ts'
import type { Activity, Notice } from './activity.ts'

export async function insertActivity(tx: Tx, activity: Activity): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('activity')
    .values({
      organizationId: tx.organizationId,
      id,
      contactId: activity.contactId,
      conversationId: activity.conversationId ?? null,
      kind: activity.kind,
      actorKind: activity.actor.kind,
      actorId: activity.actor.id,
      facts: json(activity.facts ?? {}),
      at: activity.at,
    })
    .execute()
  return id
}

export async function insertActivities(tx: Tx, activities: readonly Activity[]): Promise<void> {
  const rows = activities.map(({ actor, ...activity }) => ({ id: newId(), actor, ...activity }))
  await sql`
    insert into activity (organization_id, id, contact_id, conversation_id, kind, actor_kind, actor_id, facts, at)
    select ${tx.organizationId}, id, "contactId", "conversationId", kind, actor ->> 'kind', actor ->> 'id', coalesce(facts, '{}'), at
    from json_to_recordset(${json(rows)}::json) as a (id uuid, "contactId" uuid, "conversationId" uuid, kind text, actor jsonb, facts jsonb, at timestamptz)`.execute(
    tx.db,
  )
}

const columns = {
  id: 'uuid',
  memberId: 'text',
  kind: 'text',
  count: 'integer',
  contactId: 'uuid',
  conversationId: 'uuid',
  facts: 'jsonb',
  notice: 'integer',
} as const

/**
 * One unread notification for each member; those of the same kind about the same conversation become one that counts. What is there already
 * is changed in place, which costs a quarter less than finding it in the way. Both are taken in the order of the index that joins them, so
 * two bursts do not wait for each other crosswise.
 */
export async function raiseNotifications(tx: Tx, notices: readonly Notice[]): Promise<Raised[]> {
  const rows = notices.flatMap(({ memberIds, count = 1, facts = {}, ...about }, notice) =>
    [...new Set(memberIds)].map((memberId) => ({ id: newId(), memberId, count, facts, notice, ...about })),
  )
  if (rows.length === 0) return []
  // Named twice: while the planner does not know how much a member has not read, it compares all of that with every row.
  const conversationIds = rows.flatMap(({ conversationId }) => conversationId ?? [])
  const { rows: raised } = await sql<Raised>`
    with told as materialized (
      select * from ${tableOf('row', rows, columns)} order by "memberId", kind, "conversationId", id
    ), counted as (
      update notification set count = notification.count + told.count, facts = told.facts, updated_at = now() from told
      where organization_id = ${tx.organizationId} and member_id = "memberId" and notification.kind = told.kind
        and conversation_id = "conversationId" and conversation_id = any(${conversationIds}::uuid[]) and read_at is null
      returning notification.id, member_id, notification.kind, conversation_id, notice
    ), raised as (
      insert into notification (organization_id, id, member_id, kind, count, contact_id, conversation_id, facts)
      select ${tx.organizationId}, id, "memberId", kind, count, "contactId", "conversationId", facts from told
      where (notice, "memberId") not in (select notice, member_id from counted)
      on conflict (organization_id, member_id, kind, conversation_id) where read_at is null and conversation_id is not null
      do update set count = notification.count + excluded.count, facts = excluded.facts, updated_at = now()
      returning id, member_id, kind, conversation_id
    )
    select * from counted
    union all
    select raised.*, notice from raised join told on "memberId" = member_id and told.kind = raised.kind and "conversationId" = conversation_id
    union all
    select raised.*, notice from raised join told on told.id = raised.id where conversation_id is null
    order by notice, member_id`.execute(tx.db)
  return raised
}

/** Marks a member's notifications as read: those named, or all. Returns the ids of those that were unread. */
export async function markNotificationsRead(
  tx: Tx,
  memberId: string,
  ids: readonly string[] | null,
): Promise<string[]> {
  if (ids?.length === 0) return []
  let update = tx.db
    .updateTable('notification')
    .set({ readAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null)
  if (ids !== null) update = update.where('id', 'in', ids)
  return (await update.returning('id').execute()).map((row) => row.id)
}

export async function markConversationNotificationsRead(
  tx: Tx,
  memberId: string,
  conversationId: string,
): Promise<string[]> {
  const rows = await tx.db
    .updateTable('notification')
    .set({ readAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', '=', memberId)
    .where('conversationId', '=', conversationId)
    .where('readAt', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
