import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
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
    from jsonb_to_recordset(${json(rows)}::jsonb) as a (id uuid, "contactId" uuid, "conversationId" uuid, kind text, actor jsonb, facts jsonb, at timestamptz)`.execute(
    tx.db,
  )
}

/**
 * One unread notification for each member; those of the same kind about the same conversation become one that counts.
 * Members are taken in order of their ids, so two bursts never wait for each other crosswise.
 */
export async function raiseNotifications(
  tx: Tx,
  notice: Notice,
): Promise<{ id: string; memberId: string }[]> {
  const members = [...new Set(notice.memberIds)].sort()
  const { rows } = await sql<{ id: string; memberId: string }>`
    insert into notification (organization_id, id, member_id, kind, contact_id, conversation_id, facts)
    select ${tx.organizationId}, id, member_id, ${notice.kind}, ${notice.contactId ?? null}, ${notice.conversationId ?? null}, ${json(notice.facts ?? {})}
    from unnest(${members.map(() => newId())}::uuid[], ${members}::text[]) as told (id, member_id)
    on conflict (organization_id, member_id, kind, conversation_id) where read_at is null and conversation_id is not null
    do update set count = notification.count + 1, facts = excluded.facts, updated_at = now()
    returning id, member_id`.execute(tx.db)
  return rows
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
