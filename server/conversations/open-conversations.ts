import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { previewOf } from './conversation.ts'
import { keyOf } from './thread-store.ts'

/** A thread to be: one contact and one sender. */
export interface QuietOpening {
  contactId: string
  contactAddress: string
  senderId: string
  connectorId: string
  /** What is about to be said, if the thread has to be made: it is made with that in it. */
  first?: string
}

/** What a batch of messages needs to know of its threads. */
export interface QuietThread {
  id: string
  contactId: string
  contactAddress: string
  senderId: string
  connectorId: string
  lastInboundAt: Date | null
  epoch: number
  /** It was made just now, with `first` in it as its first message. */
  begun: boolean
}

/**
 * The threads of many contacts at once, locked until the transaction ends. Those that are made stay out of the inbox until
 * somebody answers in them.
 */
export async function openConversations(
  tx: Tx,
  openings: readonly QuietOpening[],
  at: Date,
): Promise<QuietThread[]> {
  if (openings.length === 0) return []
  const wanted = new Map(openings.map((opening) => [keyOf(opening), opening]))
  const made = new Map<string, QuietThread>()
  for (let round = 1; ; round += 1) {
    const missing = [...wanted.values()].filter((opening) => !made.has(keyOf(opening)))
    for (const thread of await insertQuiet(tx, missing, at)) made.set(keyOf(thread), thread)
    const others = missing.filter((opening) => !made.has(keyOf(opening)))
    const found = others.length > 0 ? await lockQuiet(tx, others) : []
    // One that was only guessed may have gone between the two statements.
    if (made.size + found.length === wanted.size || round === 3) return [...made.values(), ...found]
  }
}

async function lockQuiet(tx: Tx, openings: readonly QuietOpening[]): Promise<QuietThread[]> {
  const { rows } = await sql<QuietThread>`
    select ${threadColumns}, false as begun from conversation
    where organization_id = ${tx.organizationId} and (sender_id, contact_id) in (
      select * from unnest(${openings.map(({ senderId }) => senderId)}::uuid[], ${openings.map(({ contactId }) => contactId)}::uuid[]))
    order by id for update`.execute(tx.db)
  return rows
}

const threadColumns = sql`id, contact_id, contact_address, sender_id, connector_id, last_inbound_at, epoch`

/** @returns those that were not there yet */
async function insertQuiet(
  tx: Tx,
  openings: readonly (QuietOpening & { at?: Date })[],
  at: Date | null,
): Promise<QuietThread[]> {
  const given = openings.map(
    ({ contactId, contactAddress, senderId, connectorId, first, at: since = at }) => ({
      id: newId(),
      contactId,
      contactAddress,
      senderId,
      connectorId,
      at: since,
      preview: first === undefined ? null : previewOf(first),
    }),
  )
  const { rows } = await sql<QuietThread>`
    insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at, created_at, quiet,
      last_position, last_message_preview, last_message_direction)
    select ${tx.organizationId}, id, "contactId", "contactAddress", "senderId", "connectorId", at, at, true,
      case when preview is null then 0 else 1 end, coalesce(preview, ''), case when preview is null then 'in' else 'out' end
    from json_to_recordset(${json(given)}::json)
      as g (id uuid, "contactId" uuid, "contactAddress" text, "senderId" uuid, "connectorId" uuid, at timestamptz, preview text)
    order by "senderId", "contactId", id
    on conflict (organization_id, sender_id, contact_id) do nothing
    returning ${threadColumns}, last_position = 1 as begun`.execute(tx.db)
  return rows
}

/**
 * The threads messages move to, made where there is none, and those they leave: all locked together in the order of their ids, as everyone locks
 * threads.
 */
export async function holdThreads(
  tx: Tx,
  openings: readonly (QuietOpening & { at: Date })[],
  leftIds: readonly string[],
): Promise<QuietThread[]> {
  if (openings.length === 0) return []
  await insertQuiet(tx, openings, null)
  const { rows } = await sql<QuietThread>`
    select ${threadColumns}, false as begun from conversation
    where organization_id = ${tx.organizationId} and id in (
      select unnest(${leftIds}::uuid[]) union
      select there.id from conversation there
      join unnest(${openings.map(({ senderId }) => senderId)}::uuid[], ${openings.map(({ contactId }) => contactId)}::uuid[]) as wanted (sender_id, contact_id)
        on there.organization_id = ${tx.organizationId} and there.sender_id = wanted.sender_id and there.contact_id = wanted.contact_id)
    order by id for update`.execute(tx.db)
  return rows
}

/** Removes those of these empty threads that nobody has seen or written a note in. They are locked already. */
export async function forgetQuiet(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from conversation where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) and quiet and last_inbound_at is null
      and not exists (select from note where note.organization_id = conversation.organization_id and note.conversation_id = conversation.id)`.execute(
    tx.db,
  )
}

/** Threads that were made with something in them that is not said after all: they stay, empty. */
export async function takeBackFirst(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update conversation set last_position = 0, last_message_preview = '', last_message_direction = 'in'
    where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[])`.execute(tx.db)
}

/**
 * Gives each of these threads one more message, and answers the positions by thread. What a campaign says does not move a thread
 * in the inbox: nobody has answered it.
 */
export async function addQuietly(
  tx: Tx,
  entries: readonly { conversationId: string; body: string }[],
): Promise<Map<string, number>> {
  if (entries.length === 0) return new Map()
  const given = entries.map(({ conversationId, body }) => ({ id: conversationId, preview: previewOf(body) }))
  const { rows } = await sql<{ id: string; position: number }>`
    update conversation set last_position = last_position + 1,
      last_message_preview = case when quiet then preview else last_message_preview end,
      last_message_direction = case when quiet then 'out' else last_message_direction end
    from json_to_recordset(${json(given)}::json) as g (id uuid, preview text)
    where conversation.organization_id = ${tx.organizationId} and conversation.id = g.id
      and conversation.id = any(${entries.map(({ conversationId }) => conversationId)}::uuid[])
    returning conversation.id, last_position::int as position`.execute(tx.db)
  return new Map(rows.map(({ id, position }) => [id, position]))
}
