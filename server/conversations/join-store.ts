import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Join, JoiningThread } from './joined-thread.ts'

/** Every thread of these contacts, locked in the order of their ids. */
export async function lockThreadsOf(tx: Tx, contactIds: readonly string[]): Promise<JoiningThread[]> {
  const { rows } = await sql<JoiningThread>`
    select id, contact_id, contact_address, sender_id, connector_id, holder, holder_id, epoch, waiting_reason, waiting_since, assigned_to,
      last_inbound_at, last_inbound_sid, last_message_at, last_message_preview, last_message_direction, unread_count, last_position::int as last_position,
      quiet, created_at
    from conversation where organization_id = ${tx.organizationId} and contact_id = any(${[...contactIds]}::uuid[])
    order by id for update`.execute(tx.db)
  return rows
}

export async function takeNotes(tx: Tx, { fromId, intoId }: Join): Promise<void> {
  await sql`
    update note set conversation_id = ${intoId}
    where organization_id = ${tx.organizationId} and conversation_id = ${fromId}`.execute(tx.db)
}

export async function saveJoined(tx: Tx, { fromId, intoId, after }: Join): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({
      ...after,
      lastPosition: sql<number>`last_position + (select last_position from conversation gone
        where gone.organization_id = ${tx.organizationId} and gone.id = ${fromId})`,
    })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', intoId)
    .execute()
  await sql`
    update joined_conversation set conversation_id = ${intoId}
    where organization_id = ${tx.organizationId} and conversation_id = ${fromId}`.execute(tx.db)
  await tx.db
    .insertInto('joinedConversation')
    .values({ organizationId: tx.organizationId, id: fromId, conversationId: intoId })
    .execute()
  await tx.db
    .deleteFrom('conversation')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', fromId)
    .execute()
}
