import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { ConversationRow, Holding } from './conversation.ts'

const columns = [
  'id',
  'contactId',
  'contactAddress',
  'senderId',
  'connectorId',
  'holder',
  'holderId',
  'epoch',
  'waitingReason',
  'waitingSince',
  'assignedTo',
  'lastInboundAt',
  'lastInboundSid',
  'lastMessageAt',
  'unreadCount',
  'lastPosition',
] as const

export interface Opening {
  contactId: string
  contactAddress: string
  senderId: string
  connectorId: string
  at: Date
}

/** Adds the conversation unless there is one of this contact with this sender. Answers whether it was added. */
export async function insertConversation(tx: Tx, opening: Opening): Promise<boolean> {
  const { at, ...pair } = opening
  const row = await tx.db
    .insertInto('conversation')
    .values({ organizationId: tx.organizationId, id: newId(), ...pair, lastMessageAt: at, createdAt: at })
    .onConflict((conflict) => conflict.columns(['organizationId', 'senderId', 'contactId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findByPair(
  tx: Tx,
  senderId: string,
  contactId: string,
): Promise<ConversationRow | undefined> {
  return await tx.db
    .selectFrom('conversation')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('senderId', '=', senderId)
    .where('contactId', '=', contactId)
    .executeTakeFirst()
}

export async function findById(
  tx: Tx,
  conversationId: string,
  lock?: 'share' | 'update',
): Promise<ConversationRow | undefined> {
  const query = tx.db
    .selectFrom('conversation')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', conversationId)
  if (lock === 'share') return await query.forShare().executeTakeFirst()
  return await (lock === 'update' ? query.forUpdate() : query).executeTakeFirst()
}

/** The conversations of these ids. Locks are taken in the order of ids, so that two never wait for each other crosswise. */
export async function findByIds(
  tx: Tx,
  conversationIds: readonly string[],
  lock?: 'update',
): Promise<ConversationRow[]> {
  const query = tx.db
    .selectFrom('conversation')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', sql<string>`any(${[...conversationIds]}::uuid[])`)
    .orderBy('id')
  return await (lock ? query.forUpdate() : query).execute()
}

export async function saveHoldings(tx: Tx, holdings: readonly (Holding & { id: string })[]): Promise<void> {
  if (holdings.length === 0) return
  await sql`
    update conversation set holder = after.holder, holder_id = "holderId", epoch = after.epoch,
      waiting_reason = "waitingReason", waiting_since = "waitingSince"
    from json_to_recordset(${json(holdings.map(({ id, holder, holderId, epoch, waitingReason, waitingSince }) => ({ id, holder, holderId, epoch, waitingReason, waitingSince })))}::json)
      as after (id uuid, holder text, "holderId" text, epoch integer, "waitingReason" text, "waitingSince" timestamptz)
    where organization_id = ${tx.organizationId} and conversation.id = after.id`.execute(tx.db)
}

export async function save(
  tx: Tx,
  conversationId: string,
  change: Partial<Holding> & { assignedTo?: string | null; unreadCount?: number; connectorId?: string },
): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set(change)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', conversationId)
    .execute()
}

/**
 * Takes the next position of the thread for a message of ours, under the row's lock, and brings what the inbox shows up to
 * date; without a preview the inbox stays as it is. Answers the position.
 */
export async function appendEntry(
  tx: Tx,
  conversationId: string,
  { preview, at }: { preview: string | null; at: Date },
): Promise<number> {
  const shows = sql`${preview}::text is not null`
  const { rows } = await sql<{ lastPosition: number }>`
    update conversation set
      last_position = last_position + 1,
      last_message_at = case when ${shows} then greatest(last_message_at, ${at}::timestamptz) else last_message_at end,
      last_message_preview = coalesce(${preview}, last_message_preview),
      last_message_direction = case when ${shows} then 'out' else last_message_direction end,
      quiet = quiet and not ${shows}
    where organization_id = ${tx.organizationId} and id = ${conversationId}
    returning last_position`.execute(tx.db)
  const position = rows[0]?.lastPosition
  if (position === undefined)
    throw new Error(`There is no conversation ${conversationId} to add a message to`)
  return position
}
