import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signRequest } from '../server/twilio/signature.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { must, signIn } from './world/session.ts'
import { seedWorld } from './world/seed.ts'

// What arrives from outside is not what one would wish: nothing is lost, nothing falls over, and every error says what it is.

let hub: Hub
let base: string
const to = 'whatsapp:+12025550102'

beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  const session = await signIn(hub.url, 'owner@aurora.test', password)
  const { items } = await must(session!.api.GET('/api/v1/connectors'))
  base = items[0]!.webhookUrl!.replace(/\/inbound$/, '')
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const newSid = () => `SM${randomBytes(16).toString('hex')}`
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

async function post(
  url: string,
  body: string,
  signature: string | null,
  type = 'application/x-www-form-urlencoded',
) {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, ...(signature ? { 'x-twilio-signature': signature } : {}) },
    body,
  })
}

/** As Twilio would post it. */
async function deliver(fields: Record<string, string>, path = 'inbound') {
  return await post(
    `${base}/${path}`,
    form(fields),
    signRequest(`${base}/${path}`, fields, twilioAccount.token),
  )
}

const inbound = (from: string, more: Record<string, string> = {}) => ({
  MessageSid: newSid(),
  AccountSid: twilioAccount.sid,
  From: from,
  To: to,
  Body: 'hello',
  NumMedia: '0',
  SmsStatus: 'received',
  ...more,
})

async function bodiesFrom(address: string): Promise<{ body: string; kind: string }[]> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ body: string; kind: string }>(
      `select body, message.kind from message join contact_identity i on i.contact_id = message.contact_id where i.address = $1 and direction = 'in' order by position`,
      [address],
    )
    return rows
  })
}
const arrives = (address: string, count = 1) =>
  until(
    () => bodiesFrom(address),
    (rows) => rows.length >= count,
  )

let guests = 0

describe('webhooks', () => {
  test('a signed message is acknowledged with empty TwiML and becomes a message', async () => {
    const from = 'whatsapp:+351930000001'
    const answer = await deliver(inbound(from))
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<Response/>')])
    expect(await arrives(from)).toEqual([{ body: 'hello', kind: 'text' }])
  })

  test('the same one, eight times at once, becomes one', async () => {
    const from = 'whatsapp:+351930000002'
    const fields = inbound(from)
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(fields)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    await arrives(from)
    await deliver(inbound(from, { Body: 'last' }))
    expect(await arrives(from, 2)).toHaveLength(2)
  })

  test.each<[string, Record<string, string>, object]>([
    ['NUL bytes', { Body: 'a\u0000b' }, { body: 'ab' }],
    [
      'a kind nobody knows',
      { MessageType: 'hologram', Body: 'shimmer' },
      { kind: 'unknown', body: 'shimmer' },
    ],
    ['parameters nobody knows', { NewThing: 'x', __proto__x: 'y' }, { kind: 'text' }],
    ['half a surrogate', { Body: 'a\ud800b' }, { kind: 'text' }],
    ['a script for a name', { ProfileName: '<script>alert(1)</script>' }, { body: 'hello' }],
  ])('%s are kept', async (_, more, expected) => {
    const from = `whatsapp:+3519400000${10 + (guests += 1)}`
    expect((await deliver(inbound(from, more))).status).toBe(200)
    expect(await arrives(from)).toMatchObject([expected])
  })

  test.each([
    [
      'a wrong signature',
      () =>
        post(`${base}/inbound`, form(inbound('whatsapp:+351930000003')), Buffer.alloc(20).toString('base64')),
      403,
    ],
    ['no signature', () => post(`${base}/inbound`, form(inbound('whatsapp:+351930000003')), null), 403],
    [
      'a token nobody has',
      () => post(`${hub.url}/webhooks/twilio/${'x'.repeat(43)}/inbound`, form(inbound('whatsapp:+3')), null),
      404,
    ],
    ['more than 256 KB', () => post(`${base}/inbound`, form({ Body: 'x'.repeat(300_000) }), null), 413],
    ['broken percent escapes, unsigned', () => post(`${base}/inbound`, 'Body=%E0%A4%A&%=&=%', null), 403],
    ['JSON', () => post(`${base}/inbound`, '{}', null, 'application/json'), 415],
    [
      'a status report without a signature',
      () => post(`${base}/status`, form({ MessageSid: newSid(), MessageStatus: 'read' }), null),
      403,
    ],
  ])('%s is answered with its own status', async (_, send, status) => {
    expect((await send()).status).toBe(status)
  })

  test('an unsigned message waits in quarantine, and appears once Twilio confirms it', async () => {
    const from = 'whatsapp:+351930000004'
    await hub.simulator.addPhone({ address: from, profile_name: 'Proxy' })
    // A real message of the simulator's whose webhook goes nowhere, posted again without a signature.
    const { sid } = await hub.simulator.write(from, to, 'through a proxy')
    await arrives(from)
    await asOwner(hub.databaseUrl, (client) =>
      client.query(`delete from message where provider_sid = $1`, [sid]),
    )
    await asOwner(hub.databaseUrl, (client) =>
      client.query(`delete from inbound_event where message_sid = $1`, [sid]),
    )
    expect(
      (await post(`${base}/inbound`, form(inbound(from, { MessageSid: sid, Body: 'forged' })), null)).status,
    ).toBe(403)
    expect(
      await until(
        () => bodiesFrom(from),
        (rows) => rows.length === 1,
      ),
    ).toEqual([{ body: 'through a proxy', kind: 'text' }])
  })

  test('reports of an attempt nobody knows, and in any order, are taken', async () => {
    const sid = newSid()
    for (const status of ['read', 'sent', 'delivered', 'sent']) {
      const fields = {
        MessageSid: sid,
        MessageStatus: status,
        From: to,
        To: 'whatsapp:+351930000005',
        AccountSid: twilioAccount.sid,
      }
      expect((await deliver(fields, 'status')).status).toBe(204)
      expect((await deliver(fields, 'status/01990000-0000-7000-8000-000000000000')).status).toBe(204)
      expect((await deliver(fields, "status/'; drop table message; --")).status).toBeLessThan(500)
    }
  })
})

describe('the API', () => {
  const send = async (body: string, type = 'application/json') => {
    const answer = await fetch(`${hub.url}/api/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': type, origin: hub.url, cookie },
      body,
    })
    return { status: answer.status, code: ((await answer.json()) as { code?: string }).code }
  }
  let cookie = ''
  beforeAll(async () => {
    const answer = await fetch(`${hub.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.url },
      body: JSON.stringify({ email: 'owner@aurora.test', password }),
    })
    cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  })
  test.each([
    ['broken JSON', '{"body":', 400, 'malformed_body'],
    ['an id that is none', '{"conversationId":"x","body":"y"}', 422, 'invalid_request'],
    ['a body of the wrong kind', '[]', 422, 'invalid_request'],
    ['nowhere to send it', '{"body":"y"}', 422, 'invalid_request'],
    ['an address that is none', '{"to":"Ana","body":"y"}', 422, 'invalid_request'],
    [
      'a number of ours that is none',
      `{"to":"+351930000001","senderId":"01990000-0000-7000-8000-000000000000","body":"y"}`,
      404,
      'not_found',
    ],
    ['more than a megabyte', JSON.stringify({ body: 'x'.repeat(1_100_000) }), 413, 'body_too_large'],
  ])('%s', async (_, body, status, code) => {
    expect(await send(body)).toEqual({ status, code })
  })
  test('JSON a thousand levels deep and a poisoned prototype fall over nothing', async () => {
    expect((await send('{"a":'.repeat(1000) + '1' + '}'.repeat(1000))).status).toBeLessThan(500)
    expect((await send('{"__proto__":{"polluted":true},"body":"x"}')).status).toBeLessThan(500)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${hub.url}${path}`, {
      ...init,
      headers: { origin: hub.url, cookie, ...init.headers },
    })
    const said = (await answer.json()) as {
      code?: string
      remedy?: string
      items?: { id: string; name: string }[]
    }
    return { ...said, status: answer.status, as: answer.headers.get('content-type') }
  }
  const problem = 'application/problem+json; charset=utf-8'

  test('NUL and half an emoji are left out of what is kept and what is looked for', async () => {
    const body = String.raw`{"phone":"+351930000099","givenName":"Z\u0000o\ud800e"}`
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    expect(await ask('/api/v1/contacts', json)).toMatchObject({ status: 201, givenName: 'Zoe' })
    expect(await ask('/api/v1/contacts?search=Z%00oe')).toMatchObject({
      status: 200,
      items: [{ givenName: 'Zoe' }],
    })
    expect((await ask('/join/%00')).code).toBe('not_found')
  })
  test('an answer names its source though an emoji is cut in two where the excerpt ends', async () => {
    const { items } = await ask('/api/v1/agents')
    const opening = 'The zeppelin departs from the zeppelin tower. '
    for (const start of ['', '.'])
      await ask(`/api/v1/agents/${items!.find(({ name }) => name === 'Front desk')!.id}/articles`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Zeppelin', body: start + opening + '😀'.repeat(300) }),
      })
    const address = 'whatsapp:+351930000088'
    await hub.simulator.addPhone({ address, profile_name: 'Zoe' })
    await hub.simulator.write(address, 'whatsapp:+12025550101', 'Where does the zeppelin depart?')
    const thread = await until(
      () => hub.simulator.messages(address),
      (messages) => messages.length === 2,
    )
    expect(thread[1]).toMatchObject({ direction: 'in', body: expect.stringContaining(opening.trim()) })
  })
  test('an address that cannot be read names nothing', async () => {
    for (const path of ['/api/v1/contacts/%ff', `/api/v1/contacts/${'x'.repeat(3000)}`, '/%ff'])
      expect(await ask(path)).toMatchObject({ status: 404, as: problem, code: 'not_found' })
  })
  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['no end', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="file"; fil'],
    [
      'an end in the midst of the file',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nphone\r\n+3519',
    ],
  ])('a form with %s is told so at every upload', async (_, type, body) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    const { items } = await ask('/api/v1/agents')
    const id = items![0]!.id
    for (const path of ['/api/v1/uploads', '/api/v1/contacts/import', `/api/v1/agents/${id}/articles/upload`])
      expect(await ask(path, init)).toMatchObject({ status: 400, as: problem, code: 'malformed_body' })
  })
  test('a sign-in that fails says why, like everything else', async () => {
    const enter = (path: string, body: object) =>
      ask(`/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const email = 'owner@aurora.test'
    const wrong = await enter('sign-in/email', { email, password: 'guessed' })
    expect(wrong).toMatchObject({ status: 401, as: problem, code: 'wrong_credentials' })
    expect(wrong.remedy).not.toBe('')
    const known = await enter('sign-up/email', { name: 'A', email, password: 'long-enough' })
    expect(known).toMatchObject({ status: 409, as: problem, code: 'email_taken' })
    const short = await enter('sign-up/email', { name: 'A', email: 'new@aurora.test', password: 'x' })
    expect(short).toMatchObject({ status: 422, as: problem, issues: [{ path: 'body.password' }] })
  })
  test('a page that is not there is a problem under /api and the app elsewhere', async () => {
    const api = await fetch(`${hub.url}/api/v1/nothing`)
    expect([api.status, ((await api.json()) as { code: string }).code]).toEqual([404, 'not_found'])
    expect((await fetch(`${hub.url}/media/forged.link`)).status).toBe(404)
  })
})
