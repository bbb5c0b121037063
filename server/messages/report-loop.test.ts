import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender, asOwner } from '../../tests/rows.ts'
import { newId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { startReports } from './report-loop.ts'
import { keepReports } from './report-batch-store.ts'
import type { StatusRow } from './status-store.ts'

let fresh: FreshDatabase
let organizationId: string
let connectorId: string
/** Attempts of messages that Twilio has, as `SM0` and so on. */
let attempts: string[]

beforeAll(async () => {
  fresh = await freshDatabase()
  // One report that PostgreSQL does not take, whatever is tried.
  await asOwner(fresh.url, async (client) => {
    await client.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`,
    )
    await client.query(
      `create trigger refuse before insert on delivery_status for each row when (new.detail = 'broken') execute function refuse()`,
    )
  })
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(async () => {
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
  attempts = [newId(), newId(), newId()]
  await fresh.db.withOrganization(organizationId, async (tx) => {
    const { senderId, connectorId: id } = await addSender(tx, 'whatsapp:+12025550101')
    connectorId = id
    await sql`
      with thread as materialized (
        select id as attempt_id, place, uuidv7() as contact_id, uuidv7() as conversation_id, uuidv7() as message_id
        from unnest(${attempts}::uuid[]) with ordinality as given (id, place)
      ), people as (
        insert into contact (organization_id, id) select ${organizationId}, contact_id from thread
      ), threads as (
        insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at)
        select ${organizationId}, conversation_id, contact_id, 'whatsapp:+4915' || place, ${senderId}, ${connectorId}, now() from thread
      ), messages as (
        insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, body, origin,
          status, provider_sid, lane, priority, due_at, claim_epoch, created_at)
        select ${organizationId}, message_id, conversation_id, contact_id, ${senderId}, ${connectorId}, 1, 'out', 'text', 'On its way', 'member',
          'accepted', 'SM' || place, 'x', 1, now(), 1, now() from thread
      )
      insert into attempt (organization_id, id, message_id, number, claim_epoch, state, provider_sid, dispatched_at, settled_at, next_check_at)
      select ${organizationId}, attempt_id, message_id, 1, 1, 'accepted', 'SM' || place, now(), now(), now() + interval '10 minutes' from thread`.execute(
      tx.db,
    )
  })
})

const report = (at: number, status: string, detail: string | null = null): StatusRow => ({
  organizationId,
  connectorId,
  attemptId: attempts[at]!,
  providerSid: `SM${at + 1}`,
  senderAddress: null,
  status,
  errorCode: 0,
  detail,
})
const keep = (...reports: StatusRow[]) => keepReports(fresh.db, reports)
const statuses = () =>
  fresh.db.withOrganization(organizationId, async (tx) => {
    const { rows } = await sql<{ status: string }>`
      select status from message where organization_id = ${organizationId} order by provider_sid`.execute(
      tx.db,
    )
    return rows.map(({ status }) => status)
  })
const waiting = () =>
  fresh.db.withOrganization(organizationId, async (tx) => {
    const { rows } = await sql<{ size: number; tries: number }>`
      select size, tries from report_batch where organization_id = ${organizationId}`.execute(tx.db)
    return rows
  })
const haveWaited = () =>
  asOwner(fresh.url, (client) => client.query('update report_batch set due_at = now()'))
async function work(workers = 1): Promise<void> {
  const loops = Array.from({ length: workers }, () => startReports(fresh.db, silentLog))
  await Promise.all(loops.map((loop) => loop.settled()))
  await Promise.all(loops.map((loop) => loop.stop()))
}

test('what a worker that is gone had not shown yet is found, and the last about each message counts', async () => {
  await keep(report(0, 'sent'), report(1, 'read'), report(2, 'sent'))
  await keep(report(0, 'delivered'), report(1, 'delivered'))
  await work()
  expect(await statuses()).toEqual(['delivered', 'read', 'sent'])
  expect(await waiting()).toEqual([])
})

test('workers side by side take each report once', async () => {
  for (let turn = 0; turn < 40; turn += 1)
    await keep(report(turn % 3, turn < 20 ? 'sent' : 'delivered'), report((turn + 1) % 3, 'sent'))
  await work(3)
  // One may have waited for what another had just taken, and looks again within a second.
  await work()
  expect(await statuses()).toEqual(['delivered', 'delivered', 'delivered'])
  expect(await waiting()).toEqual([])
})

test('a broken report undoes nothing of its neighbours, is tried again later, and in the end given up', async () => {
  await keep(report(0, 'delivered'), report(1, 'delivered', 'broken'))
  await keep(report(2, 'read'))
  await work(2)
  expect(await statuses()).toEqual(['delivered', 'accepted', 'read'])
  expect(await waiting()).toEqual([{ size: 1, tries: 1 }])
  await work()
  expect(await waiting(), 'it waits a little').toEqual([{ size: 1, tries: 1 }])
  for (const tries of [2, 3, 4]) {
    await haveWaited()
    await work()
    expect(await waiting()).toEqual([{ size: 1, tries }])
  }
  await haveWaited()
  await work()
  expect(await waiting()).toEqual([])
  expect(await statuses()).toEqual(['delivered', 'accepted', 'read'])
})

test('a report of an attempt nobody knows is kept aside', async () => {
  await keep({ ...report(0, 'delivered'), attemptId: newId(), providerSid: 'SMother' }, report(1, 'sent'))
  await work()
  expect(await statuses()).toEqual(['accepted', 'sent', 'accepted'])
  const { rows } = await asOwner(fresh.url, (client) =>
    client.query('select provider_sid, status from orphan_status where organization_id = $1', [
      organizationId,
    ]),
  )
  expect(rows).toEqual([{ provider_sid: 'SMother', status: 'delivered' }])
})
