import { sql } from 'kysely'
import { addQuietly, forgetQuiet, holdThreads, type QuietThread } from '#conversations/open-conversations.ts'
import { json, type Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'

// A message that goes by a Messaging Service stands in a guessed thread until Twilio tells which sender it picked. Then it belongs to the
// thread of that sender: to that of its newest attempt of which it was told. So reports may come in any order and again and again.

/** A sender that Twilio says it picked. */
export interface Picked {
  /** Null: the SID must do. */
  attemptId: string | null
  providerSid: string
  senderAddress: string
}

/** Messages that may have to move, and the threads they may move to; both ends are locked. */
export interface HeldThreads {
  messageIds: string[]
  threads: ReadonlyMap<string, QuietThread>
}

const pair = (senderId: string, contactId: string) => `${senderId} ${contactId}`

/** Our sender with the address Twilio told; one that is active here where an address was registered again. */
const senderWith = sql`select id from sender where sender.organization_id = message.organization_id
  and sender.connector_id = message.connector_id and sender.address = told.sender_address
  order by sender.active desc, sender.missing_since nulls first limit 1`

interface Stray {
  id: string
  conversationId: string
  contactId: string
  contactAddress: string
  connectorId: string
  senderId: string
  createdAt: Date
}

/**
 * Locks the threads between which messages may have to move because of what was told, and makes those that are missing. To be called before
 * any message is locked, as everyone does who locks both.
 */
export async function holdThreadsOf(tx: Tx, picked: readonly Picked[]): Promise<HeldThreads> {
  if (picked.length === 0) return { messageIds: [], threads: new Map() }
  const given = picked.map(({ attemptId, providerSid, senderAddress }) => ({
    attempt_id: attemptId,
    provider_sid: providerSid,
    sender_address: senderAddress,
  }))
  const { rows: strays } = await sql<Stray>`
    select message.id, message.conversation_id, message.contact_id, conversation.contact_address, message.connector_id, chosen.id as sender_id,
      message.created_at
    from json_to_recordset(${json(given)}::json) as told (attempt_id uuid, provider_sid text, sender_address text)
    join attempt on attempt.organization_id = ${tx.organizationId}
      -- Named twice for the planner, which otherwise may walk through the whole organization.
      and (attempt.id = any(${picked.flatMap(({ attemptId }) => attemptId ?? [])}::uuid[])
        or attempt.provider_sid = any(${picked.map(({ providerSid }) => providerSid)}::text[]))
      and (attempt.id = told.attempt_id or told.attempt_id is null and attempt.provider_sid = told.provider_sid)
    join message on message.organization_id = attempt.organization_id and message.id = attempt.message_id and message.by_service
    join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
    cross join lateral (${senderWith}) as chosen
    where chosen.id <> message.sender_id and not exists (select from attempt newer where newer.organization_id = attempt.organization_id
      and newer.message_id = attempt.message_id and newer.number > attempt.number and newer.sender_address is not null)`.execute(
    tx.db,
  )
  const threads = await holdThreads(
    tx,
    strays.map(({ createdAt: at, ...stray }) => ({ ...stray, at })),
    strays.map(({ conversationId }) => conversationId),
  )
  return {
    messageIds: [...new Set(strays.map(({ id }) => id))],
    threads: new Map(threads.map((thread) => [pair(thread.senderId, thread.contactId), thread])),
  }
}

interface Move {
  id: string
  fromId: string
  contactId: string
  senderId: string
  body: string
}

/** Moves messages to the threads of the senders that were picked, as it is known now. What another transaction moved meanwhile stays there. */
export async function followSenders(tx: Tx, { messageIds, threads }: HeldThreads): Promise<void> {
  if (messageIds.length === 0) return
  const { rows } = await sql<Move>`
    select message.id, message.conversation_id as from_id, message.contact_id, chosen.id as sender_id, message.body from message
    cross join lateral (select sender_address from attempt where attempt.organization_id = message.organization_id and attempt.message_id = message.id
      and sender_address is not null order by number desc limit 1) as told
    cross join lateral (${senderWith}) as chosen
    where message.organization_id = ${tx.organizationId} and message.id = any(${messageIds}::uuid[]) and message.by_service
      and chosen.id <> message.sender_id order by message.created_at, message.id`.execute(tx.db)
  const moves = rows.flatMap((move) => {
    const to = threads.get(pair(move.senderId, move.contactId))
    return to ? [{ ...move, conversationId: to.id }] : []
  })
  // One after the other where several go to one thread: each needs a place of its own.
  for (const turn of inTurns(moves)) await move(tx, turn)
  await tidyUp(tx, [...moves.map(({ fromId }) => fromId), ...[...threads.values()].map(({ id }) => id)])
  publishAll(
    tx,
    moves.flatMap(({ id: subjectId, fromId, conversationId }) =>
      [fromId, conversationId].map((each) => ({
        topic: 'message' as const,
        subjectId,
        facts: { conversationId: each },
      })),
    ),
  )
}

/** Each thread once in a turn. */
function inTurns<T extends { conversationId: string }>(moves: readonly T[]): T[][] {
  const turns: T[][] = []
  for (const each of Map.groupBy(moves, ({ conversationId }) => conversationId).values())
    for (const [turn, one] of each.entries()) (turns[turn] ??= []).push(one)
  return turns
}

async function move(tx: Tx, moves: readonly (Move & { conversationId: string })[]): Promise<void> {
  const positions = await addQuietly(tx, moves)
  const rows = moves.map(({ id, conversationId, senderId }) => ({
    id,
    conversationId,
    senderId,
    position: positions.get(conversationId),
  }))
  await sql`
    update message set conversation_id = moved."conversationId", sender_id = moved."senderId", position = moved.position, updated_at = now()
    from json_to_recordset(${json(rows)}::json) as moved (id uuid, "conversationId" uuid, "senderId" uuid, position bigint)
    where message.organization_id = ${tx.organizationId} and message.id = moved.id
      and message.id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx.db)
}

/** A thread that was only guessed, or turned out not to be needed, is gone again. */
async function tidyUp(tx: Tx, held: readonly string[]): Promise<void> {
  const { rows: empty } = await sql<{ id: string }>`
    select thread.id from unnest(${[...new Set(held)]}::uuid[]) as thread (id) where not exists (
      select from message where message.organization_id = ${tx.organizationId} and message.conversation_id = thread.id)`.execute(
    tx.db,
  )
  await forgetQuiet(
    tx,
    empty.map(({ id }) => id),
  )
}
