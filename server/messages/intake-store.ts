import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { type InboundEvent, pairOf, readJournal, type WaitingEvent } from './read-journal.ts'

/** What an organization has waiting, oldest first: those that wait alone are older than any batch. */
export interface Line {
  alone: readonly WaitingEvent[]
  batches: readonly Batch[]
}

/** Webhooks that were journaled together. */
interface Batch {
  id: string
  events: readonly WaitingEvent[]
}

/** Events of the batches that are opened together. */
const openedAtOnce = 500

/** Organizations in which events wait, by the role that sees nothing else of them. */
export async function organizationsWithInbound(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('inboundBatch')
    .select('organizationId')
    .union(finder.selectFrom('inboundWaiting').select('organizationId').where('state', '=', 'received'))
    .execute()
  return rows.map((row) => row.organizationId)
}

/**
 * Until this transaction ends nobody else takes events of the organization, so the order within each thread holds however many workers there
 * are. One worker takes hundreds at once, which is more than an organization's numbers receive.
 * @returns false when another worker is at it
 */
export async function holdIntake(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`inbound ${tx.organizationId}`}, 0)) as mine`.execute(
    tx.db,
  )
  return rows[0]?.mine ?? false
}

export const eventsOf = ({ alone, batches }: Line): WaitingEvent[] => [
  ...alone,
  ...batches.flatMap(({ events }) => events),
]

/** The longest waiting events. Where more wait alone than are taken, no batch may overtake them. */
export async function readLine(tx: Tx, limit: number): Promise<Line> {
  const [alone, batches] = await Promise.all([listAlone(tx, limit, []), listBatches(tx, limit)])
  return { alone, batches: alone.length < limit ? batches : [] }
}

/** The longest of those that wait alone, without those of the pairs named. */
export async function readAlone(tx: Tx, limit: number, exceptPairs: readonly string[]): Promise<Line> {
  return { alone: await listAlone(tx, limit, exceptPairs), batches: [] }
}

async function listAlone(tx: Tx, limit: number, exceptPairs: readonly string[]): Promise<WaitingEvent[]> {
  const { rows } = await sql<WaitingEvent>`
    select id, connector_id, message_sid from inbound_waiting
    where organization_id = ${tx.organizationId} and state = 'received' and pair <> all(${[...exceptPairs]}::text[])
    order by id limit ${limit}`.execute(tx.db)
  return rows
}

/** The oldest batches, as many as hold so many events. Their lists come as text, which is read many times faster than arrays. */
async function listBatches(tx: Tx, limit: number): Promise<Batch[]> {
  const { rows } = await sql<{ id: string; connectorId: string; ids: string; messageSids: string }>`
    select id, connector_id, array_to_string(ids, ' ') as ids, array_to_string(message_sids, ' ') as message_sids
    from (
      select *, sum(cardinality(ids)) over (order by id) - cardinality(ids) as before
      from (select * from inbound_batch where organization_id = ${tx.organizationId} order by id limit ${limit}) as oldest
    ) as counted
    where before < ${limit} order by id`.execute(tx.db)
  return rows.map(({ id, connectorId, ids, messageSids }) => {
    const sids = messageSids.split(' ')
    return {
      id,
      events: ids.split(' ').map((each, at) => ({ id: each, connectorId, messageSid: sids[at]! })),
    }
  })
}

/** What waits together waits alone from now on: each webhook of the oldest batches gets a row of its own. */
export async function openBatches(tx: Tx): Promise<void> {
  const batches = await listBatches(tx, openedAtOnce)
  const events = batches.flatMap((batch) => batch.events)
  const webhooks = new Map(await readJournal(tx, events))
  await writeAlone(
    tx,
    events.map((event) => ({ ...event, pair: pairOf(webhooks.get(event.id)!) })),
  )
  await removeBatches(tx, batches)
}

async function writeAlone(
  tx: Tx,
  events: readonly (WaitingEvent & { pair: string; unparsed?: string })[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ id, connectorId, messageSid, pair, unparsed }) => ({
    id,
    connectorId,
    messageSid,
    pair,
    unparsed,
  }))
  await sql`
    insert into inbound_waiting (organization_id, state, id, connector_id, message_sid, pair, detail)
    select ${tx.organizationId}, case when unparsed is null then 'received' else 'unparsed' end, id, "connectorId", "messageSid", pair, unparsed
    from json_to_recordset(${json(rows)}::json) as row (
      id uuid, "connectorId" uuid, "messageSid" text, pair text, unparsed text)`.execute(tx.db)
}

async function removeAlone(tx: Tx, events: readonly WaitingEvent[]): Promise<void> {
  if (events.length === 0) return
  await sql`
    delete from inbound_waiting where organization_id = ${tx.organizationId} and state = 'received'
      and id = any(${events.map(({ id }) => id)}::uuid[])`.execute(tx.db)
}

async function removeBatches(tx: Tx, batches: readonly Batch[]): Promise<void> {
  if (batches.length === 0) return
  await sql`
    delete from inbound_batch where organization_id = ${tx.organizationId}
      and id = any(${batches.map(({ id }) => id)}::uuid[])`.execute(tx.db)
}

/** Events that became messages wait no more; the others are set aside with the reason. */
export async function finishInbound(
  tx: Tx,
  { alone, batches }: Line,
  events: readonly InboundEvent[],
  outcomes: readonly { unparsed?: string }[],
): Promise<void> {
  await Promise.all([removeBatches(tx, batches), removeAlone(tx, alone)])
  const aside = events.flatMap((event, at) => {
    const { unparsed } = outcomes[at] ?? {}
    return unparsed === undefined ? [] : [{ ...event, pair: pairOf(event), unparsed }]
  })
  await writeAlone(tx, aside)
}
