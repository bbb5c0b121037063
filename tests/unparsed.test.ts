import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillGaps } from '../server/messages/fill-gaps.ts'
import { pruneInbound } from '../server/messages/prune-inbound.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import type { TwilioMessage } from '../server/twilio/listed-messages.ts'
import { signRequest } from '../server/twilio/signature.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import {
  activate,
  connect,
  listSenders,
  newAddress,
  newPhone,
  openAccount,
  openOrganization,
} from './twilio-account.ts'
import { must } from './world/session.ts'

// Signed webhooks that cannot become messages, or not yet: acknowledged, kept, and taken when they can.

let hub: Hub
beforeAll(async () => {
  hub = await startHub()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function openDoor() {
  const account = await openAccount(hub.simulatorUrl, [newAddress(), newAddress()])
  const api = await openOrganization(hub.url)
  const connector = await connect(api, account)
  const senders = await listSenders(api, connector.id)
  const deliver = async (fields: Record<string, string>) => {
    const url = connector.webhookUrl!
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signRequest(url, fields, account.token),
      },
      body: new URLSearchParams(fields).toString(),
    })
    return answer.status
  }
  const kept = () =>
    asOwner(hub.databaseUrl, async (client) => {
      const { rows } = await client.query<{ state: string; detail: string | null; form: string }>(
        `select coalesce(state, 'processed') as state, detail, form
         from inbound_event left join inbound_waiting using (organization_id, connector_id, message_sid) where connector_id = $1 order by inbound_event.id`,
        [connector.id],
      )
      return rows
    })
  return { api, connector, senders, deliver, kept }
}

const setAside = (kept: () => Promise<{ state: string }[]>) =>
  until(kept, (rows) => rows.some(({ state }) => state === 'unparsed'))

describe('a signed webhook', () => {
  test('to a number that is not active yet becomes a message when the number is ticked', async () => {
    const { api, connector, senders, deliver, kept } = await openDoor()
    const [first, second] = senders
    expect(await activate(api, connector.id, [first!.id])).toBeNull()
    const from = newPhone()
    const MessageSid = `SM${randomBytes(16).toString('hex')}`
    const fields = { MessageSid, From: from, To: second!.address, Body: 'Anyone there?', NumMedia: '0' }
    expect(await deliver({ ...fields, SmsStatus: 'received' })).toBe(200)
    await setAside(kept)
    expect((await must(api.GET('/api/v1/conversations', {}))).items).toEqual([])
    const at = { params: { path: { connectorId: connector.id } } }
    expect(await must(api.GET('/api/v1/connectors/{connectorId}/set-aside', at))).toMatchObject({
      count: 1,
      items: [{ pair: expect.stringContaining(from), reason: expect.stringContaining('is not active') }],
    })
    const looked = await must(
      api.POST('/api/v1/connectors/{connectorId}/gap-fill', { ...at, body: { hours: 1 } }),
    )
    expect(looked).toMatchObject({ found: 0, again: 1 })
    await setAside(kept)
    expect(await activate(api, connector.id, [first!.id, second!.id])).toBeNull()
    await until(
      async () => (await must(api.GET('/api/v1/conversations', {}))).items.length,
      (count) => count === 1,
    )
    expect(await kept()).toMatchObject([{ state: 'processed', detail: null }])
  })

  test('without the SID of a message is kept as it came, once however often it is repeated', async () => {
    const { deliver, kept } = await openDoor()
    const fields = { EventType: 'of the future', Payload: 'a+b & c', To: 'whatsapp:+1', From: 'whatsapp:+2' }
    expect([await deliver(fields), await deliver(fields)]).toEqual([200, 200])
    const rows = await setAside(kept)
    expect(rows).toMatchObject([{ state: 'unparsed', detail: 'The webhook lacks MessageSid' }])
    expect(Object.fromEntries(new URLSearchParams((await kept())[0]!.form))).toEqual(fields)
  })
})

test('what became a message is forgotten after 45 days, is not found missing then, and what waits for a person stays', async () => {
  const { api, connector, senders, deliver } = await openDoor()
  expect(await activate(api, connector.id, [senders[0]!.id])).toBeNull()
  const [from, to] = [newPhone(), senders[0]!.address]
  const said = (sid: string) => ({ MessageSid: sid, From: from, To: to, Body: 'Hello' })
  const sids = Array.from({ length: 3 }, () => `SM${randomBytes(16).toString('hex')}`)
  for (const sid of sids) expect(await deliver(said(sid))).toBe(200)
  const rows = () =>
    asOwner(hub.databaseUrl, async (client) => {
      const { rows: found } = await client.query<{ sid: string; state: string; organization: string }>(
        `select message_sid as sid, coalesce(state, 'processed') as state, organization_id as organization
         from inbound_event left join inbound_waiting using (organization_id, connector_id, message_sid) where connector_id = $1 order by inbound_event.id`,
        [connector.id],
      )
      return found
    })
  const [{ organization } = { organization: '' }] = await until(rows, (found) =>
    found.every(({ state }) => state === 'processed'),
  )
  const age = (sid: string, days: number) =>
    asOwner(hub.databaseUrl, (client) =>
      client.query(
        `update inbound_event set received_at = now() - $2 * interval '1 day' where message_sid = $1`,
        [sid, days],
      ),
    )
  await age(sids[0]!, 46)
  await age(sids[1]!, 44)
  await age(sids[2]!, 400)
  await asOwner(hub.databaseUrl, (client) =>
    client.query(
      `insert into inbound_waiting (organization_id, state, id, connector_id, message_sid, pair)
       select organization_id, 'unparsed', id, connector_id, message_sid, 'a b' from inbound_event where message_sid = $1`,
      [sids[2]],
    ),
  )
  await using database = await openDatabase({ url: hub.databaseUrl, subscriptions: {}, log: silentLog })
  expect(await pruneInbound(database, organization, new Date())).toBe(1)
  expect((await rows()).map(({ sid }) => sid)).toEqual([sids[1], sids[2]])
  expect(await pruneInbound(database, organization, new Date())).toBe(0)
  // A younger copy is refused as ever, and Twilio's list finds nothing missing.
  expect(await deliver(said(sids[1]!))).toBe(200)
  const listed = {
    accountSid: 'AC1',
    async *listMessages() {
      yield [
        {
          sid: sids[0]!,
          direction: 'inbound',
          from,
          to,
          mediaCount: 0,
        } as TwilioMessage,
      ]
    },
    listMedia: async () => [],
  }
  const place = { organizationId: organization, connectorId: connector.id, addresses: new Set([to]) }
  expect(await fillGaps(database, place, listed, new Date(0))).toEqual({ looked: 1, found: 0 })
  expect((await rows()).length).toBe(2)
})
