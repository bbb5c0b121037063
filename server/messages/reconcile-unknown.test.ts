import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender } from '../../tests/rows.ts'
import type { Tx } from '#platform/db.ts'
import type { TwilioMessage } from '#twilio/listed-messages.ts'
import { reconcile, type TwilioMemory } from './reconcile-unknown.ts'

const sender = 'whatsapp:+12025550101'
let fresh: FreshDatabase
let organizationId: string
const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(async () => {
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
})

/** Attempts that are due: `perThread` messages of the same words to each of so many contacts. */
async function addDue(threads: number, perThread: number, state: 'accepted' | 'unknown') {
  await inside(async (tx) => {
    const { senderId, connectorId } = await addSender(tx, sender)
    await sql`
      with thread as materialized (
        select n, uuidv7() as contact_id, uuidv7() as conversation_id from generate_series(1, ${threads}) as n
      ), people as (
        insert into contact (organization_id, id) select ${organizationId}, contact_id from thread
      ), threads as (
        insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at)
        select ${organizationId}, conversation_id, contact_id, 'whatsapp:+4915' || n, ${senderId}, ${connectorId}, now() from thread
      ), said as materialized (
        select thread.*, position, uuidv7() as message_id from thread, generate_series(1, ${perThread}) as position
      ), messages as (
        insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind,
          body, origin, status, lane, priority, due_at, created_at)
        select ${organizationId}, message_id, conversation_id, contact_id, ${senderId}, ${connectorId}, position, 'out', 'text',
          'On its way', 'member', ${state}, 'x', 1, now(), now() from said
      )
      insert into attempt (organization_id, id, message_id, number, claim_epoch, state, dispatched_at, next_check_at, provider_sid)
      select ${organizationId}, uuidv7(), message_id, 1, 1, ${state}, now() - interval '11 minutes', now(),
        case ${state} when 'accepted' then 'SM' || n || '-' || position end from said`.execute(tx.db)
  })
}

const listed = (sid: string, to: string, status: string): TwilioMessage => ({
  sid,
  direction: 'outbound-api',
  from: sender,
  to,
  body: 'On its way',
  status,
  errorCode: null,
  errorMessage: null,
  messagingServiceSid: null,
  mediaCount: 0,
  price: null,
  priceUnit: null,
  createdAt: null,
  sentAt: null,
})

async function countBy(column: 'status' | 'providerSid'): Promise<Record<string, number>> {
  const rows = await inside((tx) =>
    tx.db.selectFrom('message').select(column).where('organizationId', '=', organizationId).execute(),
  )
  return Object.fromEntries(
    [...Map.groupBy(rows, (row) => String(row[column]))].map(([value, all]) => [value, all.length]),
  )
}

describe('asking Twilio', () => {
  test('is done side by side, a round at a time, each message once', async () => {
    await addDue(250, 1, 'accepted')
    let [now, most] = [0, 0]
    const asked: string[] = []
    const memory: TwilioMemory = {
      async fetchMessage(sid) {
        asked.push(sid)
        most = Math.max(most, (now += 1))
        await new Promise((done) => setImmediate(done))
        now -= 1
        return listed(sid, '', 'delivered')
      },
      async *listMessages() {},
    }
    await reconcile(fresh.db, organizationId, async () => memory)
    expect([asked.length, most]).toEqual([200, 8])
    await reconcile(fresh.db, organizationId, async () => memory)
    expect([asked.length, new Set(asked).size]).toEqual([250, 250])
    await reconcile(fresh.db, organizationId, async () => memory)
    expect(asked).toHaveLength(250)
    expect(await countBy('status')).toEqual({ delivered: 250 })
  })

  test('finds two messages of the same words as two', async () => {
    await addDue(12, 2, 'unknown')
    const memory: TwilioMemory = {
      fetchMessage: async (sid) => listed(sid, '', 'sent'),
      async *listMessages({ to }) {
        yield [2, 1].map((n) => listed(`SM${n} ${to}`, to!, 'sent'))
      },
    }
    await reconcile(fresh.db, organizationId, async () => memory)
    expect(await countBy('status')).toEqual({ sent: 24 })
    expect(Object.keys(await countBy('providerSid'))).toHaveLength(24)
  })
})
