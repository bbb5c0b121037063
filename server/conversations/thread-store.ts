import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { tableOf } from '#platform/table-of.ts'
import type { ThreadAfter, ThreadState } from './fold-inbound.ts'

interface Pair {
  senderId: string
  contactId: string
}

/** Names a pair in a map. */
export const keyOf = ({ senderId, contactId }: Pair) => `${senderId} ${contactId}`

/** Makes threads that were not there, also when many first messages arrive at once. */
export async function makeThreads(
  tx: Tx,
  openings: readonly (Pair & { contactAddress: string; connectorId: string; at: Date })[],
): Promise<void> {
  const rows = openings.map(({ senderId, contactId, contactAddress, connectorId, at }) => ({
    id: newId(),
    senderId,
    contactId,
    contactAddress,
    connectorId,
    at,
  }))
  await sql`
    insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at, created_at)
    select distinct on ("senderId", "contactId") ${tx.organizationId}::uuid, id, "contactId", "contactAddress", "senderId", "connectorId", at, at
    from json_to_recordset(${json(rows)}::json)
      as o (id uuid, "senderId" uuid, "contactId" uuid, "contactAddress" text, "connectorId" uuid, at timestamptz)
    order by "senderId", "contactId", id
    on conflict (organization_id, sender_id, contact_id) do nothing`.execute(tx.db)
}

/** The threads of these pairs, locked in the order of their ids so that two batches never wait for each other crosswise. */
export async function lockByPairs(
  tx: Tx,
  pairs: readonly Pair[],
): Promise<(ThreadState & Pair & { id: string })[]> {
  const { rows } = await sql<ThreadState & Pair & { id: string }>`
    select conversation.id, sender_id, contact_id, contact_address, last_position, unread_count, last_message_at, last_inbound_at, last_inbound_sid
    from conversation
    where organization_id = ${tx.organizationId} and (sender_id, contact_id) in (
      select * from unnest(${pairs.map(({ senderId }) => senderId)}::uuid[], ${pairs.map(({ contactId }) => contactId)}::uuid[]))
    order by id for update`.execute(tx.db)
  return rows
}

const columnsAfter = {
  id: 'uuid',
  connectorId: 'uuid',
  contactAddress: 'text',
  lastPosition: 'integer',
  unreadCount: 'integer',
  lastMessageAt: 'timestamptz',
  lastInboundAt: 'timestamptz',
  lastInboundSid: 'text',
  preview: 'text',
} as const

export async function saveThreads(
  tx: Tx,
  threads: readonly (ThreadAfter & { id: string; connectorId: string })[],
): Promise<void> {
  await sql`
    update conversation set connector_id = "connectorId", contact_address = "contactAddress", last_position = "lastPosition",
      unread_count = "unreadCount", last_message_at = "lastMessageAt", last_inbound_at = "lastInboundAt", last_inbound_sid = "lastInboundSid",
      last_message_preview = coalesce(preview, last_message_preview),
      last_message_direction = case when preview is null then last_message_direction else 'in' end, quiet = false
    from ${tableOf('after', threads, columnsAfter)}
    where organization_id = ${tx.organizationId} and conversation.id = after.id`.execute(tx.db)
}
