import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
        'select state, detail, form from inbound_event where connector_id = $1 order by id',
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
  }, 60_000)

  test('without the SID of a message is kept as it came, once however often it is repeated', async () => {
    const { deliver, kept } = await openDoor()
    const fields = { EventType: 'of the future', Payload: 'a+b & c', To: 'whatsapp:+1', From: 'whatsapp:+2' }
    expect([await deliver(fields), await deliver(fields)]).toEqual([200, 200])
    const rows = await setAside(kept)
    expect(rows).toMatchObject([{ state: 'unparsed', detail: 'The webhook lacks MessageSid' }])
    expect(Object.fromEntries(new URLSearchParams((await kept())[0]!.form))).toEqual(fields)
  }, 60_000)
})
