import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { startSimulator, type Simulator } from './app.ts'
import {
  ACCOUNT,
  ANA,
  control,
  FRONT_DESK,
  HOUSEKEEPING,
  openTwilio,
  SANDBOX,
  SERVICE,
  settled,
  TestPhone,
  TOKEN,
  until,
} from './testing/drive.ts'
import { Receiver } from './testing/receiver.ts'

let simulator: Simulator
let receiver: Receiver
let phone: TestPhone
let client: ReturnType<typeof openTwilio>

beforeEach(async () => {
  simulator = await startSimulator({ port: 0, seed: 'delivery', pace: { sent: 2, delivered: 2 } })
  receiver = await Receiver.open()
  phone = await TestPhone.add(simulator)
  client = openTwilio(simulator)
})
afterEach(async () => {
  await receiver[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

/** Sends with a callback of its own, waits until all is quiet, and gives the SID. */
async function send(message: Record<string, unknown> = {}): Promise<string> {
  const sent = await client.messages.create({
    from: FRONT_DESK,
    to: ANA,
    body: 'hello',
    statusCallback: `${receiver.url}/status`,
    ...message,
  })
  await settled(simulator)
  return sent.sid
}

async function fault(effect: unknown, more: Record<string, unknown> = {}): Promise<void> {
  const { status } = await control(simulator, 'PUT', '/faults', { match: {}, effect, ...more })
  expect(status).toBe(200)
}

async function openWindow(): Promise<void> {
  await phone.send({ to: FRONT_DESK, body: 'hi' })
}

describe('status callbacks', () => {
  test('they come signed and in order, and a read receipt follows the reading', async () => {
    await openWindow()
    const sid = await send()
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'delivered'])
    await phone.read(sid)
    await settled(simulator)
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'delivered', 'read'])
    const [queued, sent, delivered, read] = receiver.received
    expect(queued?.params).not.toHaveProperty('ChannelPrefix')
    expect(sent?.params).toMatchObject({
      SmsSid: sid,
      SmsStatus: 'sent',
      AccountSid: ACCOUNT,
      From: FRONT_DESK,
      To: ANA,
      ChannelPrefix: 'whatsapp',
      ChannelInstallSid: 'XE00000000000000000000000000000001',
      ChannelToAddress: '+551198765XXXX',
      StructuredMessage: 'false',
    })
    expect(sent?.params).not.toHaveProperty('Body')
    expect(delivered?.params.EventType).toBe('DELIVERED')
    expect(read?.params.EventType).toBe('READ')
    for (const { headers, params } of receiver.received) {
      const signature = String(headers['x-twilio-signature'])
      expect(validateRequest(TOKEN, signature, `${receiver.url}/status`, params)).toBe(true)
    }
  })

  test("the request's URL wins over the service's, and the service's over the sender's", async () => {
    await control(simulator, 'PUT', `/senders/${encodeURIComponent(FRONT_DESK)}`, {
      webhook: { status_callback_url: `${receiver.url}/sender` },
    })
    await openWindow()
    const bySender = await send({ statusCallback: undefined })
    expect(receiver.at('/sender').map((one) => one.params.MessageSid)).toEqual([bySender, bySender, bySender])
    await control(simulator, 'PUT', `/services/${SERVICE}`, {
      senders: [FRONT_DESK],
      status_callback: `${receiver.url}/service`,
    })
    await send({ statusCallback: undefined, messagingServiceSid: SERVICE, from: undefined })
    expect(receiver.at('/service')).toHaveLength(3)
    expect(receiver.at('/service')[0]?.params).toMatchObject({
      MessagingServiceSid: SERVICE,
      From: FRONT_DESK,
    })
    await send({ messagingServiceSid: SERVICE, from: undefined })
    expect(receiver.at('/status')).toHaveLength(3)
    expect(receiver.at('/service')).toHaveLength(3)
  })

  test('without receipts nothing is told as read', async () => {
    await openWindow()
    await phone.change({ read_receipts: false })
    const sid = await send()
    await phone.read(sid)
    await settled(simulator)
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'delivered'])
    expect((await phone.received())[0]?.read).toBe(true)
  })

  test('an offline phone keeps it at sent, and receives it when it is back', async () => {
    await openWindow()
    await phone.change({ online: false })
    const sid = await send()
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent'])
    expect(await phone.received()).toEqual([])
    await phone.change({ online: true })
    await settled(simulator)
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'delivered'])
  })

  test('a blocked sender stays at sent, even after it is unblocked', async () => {
    await openWindow()
    await phone.change({ blocks: [FRONT_DESK] })
    const sid = await send()
    await phone.change({ blocks: [] })
    await phone.change({ online: false })
    await phone.change({ online: true })
    await settled(simulator)
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent'])
    const after = await send()
    expect(receiver.statuses(after)).toContain('delivered')
  })

  test('a number without WhatsApp is undelivered after it was sent', async () => {
    await openWindow()
    await phone.change({ registered: false })
    const sid = await send()
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'undelivered'])
    expect(receiver.received.at(-1)?.params).toMatchObject({ ErrorCode: '63024', EventType: 'UNDELIVERED' })
    expect((await client.messages(sid).fetch()).errorCode).toBe(63024)
  })
})

describe('the service window', () => {
  test('it opens with a message for 24 hours, for that sender and that user only', async () => {
    const closed = await send()
    expect(receiver.statuses(closed)).toEqual(['queued', 'failed'])
    expect(receiver.received.at(-1)?.params).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63016' })
    expect(receiver.received.at(-1)?.params.ErrorMessage).toContain('outside the allowed window')
    await openWindow()
    expect(receiver.statuses(await send())).toContain('delivered')
    expect(receiver.statuses(await send({ from: HOUSEKEEPING }))).toContain('failed')
    await control(simulator, 'POST', '/clock', { advance_s: 24 * 3_600 - 60 })
    expect(receiver.statuses(await send())).toContain('delivered')
    await control(simulator, 'POST', '/clock', { advance_s: 120 })
    expect(receiver.statuses(await send())).toContain('failed')
  })

  test('outside it only an approved template goes, and others say why not', async () => {
    const sid = `HX${'c'.repeat(32)}`
    await control(simulator, 'PUT', `/contents/${sid}`, {
      friendly_name: 'arrival',
      variables: { '1': 'guest' },
      types: { 'twilio/text': { body: 'Dear {{1}}, welcome.' } },
      approval: { category: 'UTILITY', status: 'approved' },
    })
    const template = { body: undefined, contentSid: sid, contentVariables: '{"1":"Ana"}' }
    const approved = await send(template)
    expect(receiver.statuses(approved)).toContain('delivered')
    expect(receiver.received.at(-1)?.params.StructuredMessage).toBe('true')
    expect(receiver.statuses(await send({ body: 'Dear Ana, welcome.' }))).toContain('failed')
    for (const [status, code] of [
      ['paused', '63041'],
      ['disabled', '63042'],
      ['rejected', '63040'],
      ['pending', '63016'],
    ]) {
      await control(simulator, 'POST', `/templates/${sid}/verdict`, { status })
      await send(template)
      expect(receiver.received.at(-1)?.params.ErrorCode).toBe(code)
    }
  })
})

describe('the sandbox', () => {
  test('who has not joined is not reached; join opens it for 72 hours; stop leaves', async () => {
    const fromSandbox = () => send({ from: SANDBOX })
    await fromSandbox()
    expect(receiver.received.at(-1)?.params).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63015' })
    await control(simulator, 'PUT', `/accounts/${ACCOUNT}/sandbox`, {
      join_code: 'green-tea',
      webhook: { callback_url: `${receiver.url}/in` },
    })
    await phone.send({ to: SANDBOX, body: 'hello?' })
    expect((await phone.received()).at(-1)?.body).toContain('not connected')
    await phone.send({ to: SANDBOX, body: 'join wrong-code' })
    await phone.send({ to: SANDBOX, body: 'Join green-tea' })
    expect((await phone.received()).at(-1)?.body).toContain('You are all set')
    await settled(simulator)
    expect(receiver.at('/in')).toEqual([])
    expect(await client.messages.list({ from: ANA })).toEqual([])
    expect(receiver.statuses(await fromSandbox())).toContain('delivered')
    await phone.send({ to: SANDBOX, body: 'now you hear me' })
    await until(() => receiver.at('/in')[0])
    await control(simulator, 'POST', '/clock', { advance_s: 73 * 3_600 })
    expect(receiver.statuses(await fromSandbox())).toContain('failed')
    await phone.send({ to: SANDBOX, body: 'join green-tea' })
    expect(receiver.statuses(await fromSandbox())).toContain('delivered')
    await phone.send({ to: SANDBOX, body: 'stop' })
    expect(receiver.statuses(await fromSandbox())).toContain('failed')
  })
})

describe('outbound media', () => {
  test('it is fetched after the 201 and shown; what cannot be fetched or drawn fails', async () => {
    await openWindow()
    receiver.respond = ({ path }, response) => {
      if (path === '/room.png') response.writeHead(200, { 'content-type': 'image/png' })
      else if (path === '/tool.gif') response.writeHead(200, { 'content-type': 'image/gif' })
      else if (path === '/gone.png') response.writeHead(404)
      response.end(path.endsWith('.png') || path.endsWith('.gif') ? 'bytes' : '<Response/>')
    }
    const sid = await send({ mediaUrl: [`${receiver.url}/room.png`] })
    expect(sid).toMatch(/^MM/)
    const shown = (await phone.received()).at(-1)
    expect(shown?.media[0]).toMatchObject({ content_type: 'image/png', filename: 'room.png' })
    expect(await (await fetch(shown!.media[0]!.url)).text()).toBe('bytes')
    for (const [name, code] of [
      ['gone.png', 63019],
      ['tool.gif', 63021],
    ] as const) {
      const failed = await send({ mediaUrl: [`${receiver.url}/${name}`] })
      expect((await client.messages(failed).fetch()).errorCode).toBe(code)
    }
  })

  test('a place is drawn on the phone', async () => {
    await openWindow()
    await send({ body: 'Hotel', persistentAction: ['geo:38.7,-9.1|Front door'] })
    expect((await phone.received()).at(-1)?.content).toEqual({
      type: 'location',
      latitude: 38.7,
      longitude: -9.1,
      label: 'Front door',
    })
  })
})

describe('faults', () => {
  const create = { method: 'POST', path: '/Messages.json' }
  const attempt = () => client.messages.create({ from: FRONT_DESK, to: ANA, body: 'x' })

  test('a status is answered instead, as often as it was told, and nothing is accepted', async () => {
    await fault({ status: { http: 429, code: 20429 } }, { match: create, times: 2 })
    await expect(attempt()).rejects.toMatchObject({ status: 429, code: 20429, message: 'Too Many Requests' })
    await expect(attempt()).rejects.toMatchObject({ status: 429 })
    await expect(attempt()).resolves.toMatchObject({ status: 'queued' })
    expect(await client.messages.list()).toHaveLength(1)
  })

  test('a 500 may have been accepted all the same', async () => {
    await fault({ status: { http: 500, accept: true } }, { match: create, times: 1 })
    await expect(attempt()).rejects.toMatchObject({ status: 500, code: 20500 })
    expect(await client.messages.list()).toHaveLength(1)
  })

  test('a match on the recipient leaves others alone', async () => {
    await fault({ status: { http: 503 } }, { match: { ...create, to: 'whatsapp:+15550009999' } })
    await expect(attempt()).resolves.toMatchObject({ status: 'queued' })
    const other = client.messages.create({ from: FRONT_DESK, to: 'whatsapp:+15550009999', body: 'x' })
    await expect(other).rejects.toMatchObject({ status: 503, code: 20503 })
  })

  test('hang-after-accept accepts, tells the callbacks, and never answers', async () => {
    await openWindow()
    await fault('hang-after-accept', { match: create, times: 1 })
    const body = new URLSearchParams({
      From: FRONT_DESK,
      To: ANA,
      Body: 'hung',
      StatusCallback: `${receiver.url}/status`,
    })
    const giveUp = new AbortController()
    const call = fetch(`${simulator.url}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, {
      method: 'POST',
      body,
      headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` },
      signal: giveUp.signal,
    })
    const ended = call.then(
      () => 'answered',
      () => 'aborted',
    )
    await until(() => receiver.received.some((one) => one.params.MessageStatus === 'delivered'))
    giveUp.abort()
    expect(await ended).toBe('aborted')
    expect((await phone.received()).map((message) => message.body)).toEqual(['hung'])
  })

  test('a reset after acceptance leaves a message, one before leaves none', async () => {
    await fault({ reset: { accept: true } }, { match: create, times: 1 })
    await expect(attempt()).rejects.toThrow()
    expect(await client.messages.list()).toHaveLength(1)
    await fault({ reset: { accept: false } }, { match: create, times: 1 })
    await expect(attempt()).rejects.toThrow()
    expect(await client.messages.list()).toHaveLength(1)
  })

  test('callbacks are dropped, doubled and disordered', async () => {
    await openWindow()
    await fault('drop-callback', { match: { path: '/status', status: 'delivered' } })
    const dropped = await send()
    await phone.read(dropped)
    await settled(simulator)
    expect(receiver.statuses(dropped)).toEqual(['queued', 'sent', 'read'])
    await control(simulator, 'DELETE', '/faults')
    await fault('duplicate-callback')
    expect(receiver.statuses(await send())).toEqual([
      'queued',
      'queued',
      'sent',
      'sent',
      'delivered',
      'delivered',
    ])
    await control(simulator, 'DELETE', '/faults')
    await fault('reorder-callbacks')
    expect(receiver.statuses(await send())).toEqual(['delivered', 'sent', 'queued'])
  })

  test('a later verdict is scripted by its code', async () => {
    await openWindow()
    await fault({ 'async-error': { code: 63049 } }, { match: { to: ANA }, times: 1 })
    const sid = await send()
    expect(receiver.statuses(sid)).toEqual(['queued', 'sent', 'undelivered'])
    expect(receiver.received.at(-1)?.params.ErrorCode).toBe('63049')
    await fault({ 'async-error': { code: 63018 } }, { times: 1 })
    expect(receiver.statuses(await send())).toEqual(['queued', 'failed'])
    expect(receiver.statuses(await send())).toContain('delivered')
  })

  test('a delayed answer comes after its callbacks', async () => {
    await openWindow()
    await fault({ delay: { ms: 150 } }, { match: create, times: 1 })
    const call = client.messages.create({
      from: FRONT_DESK,
      to: ANA,
      body: 'late',
      statusCallback: `${receiver.url}/status`,
    })
    await until(() => receiver.received.some((one) => one.params.MessageStatus === 'delivered'))
    expect((await call).status).toBe('queued')
  })

  test('the list may lag behind', async () => {
    await fault({ 'list-lag': { max_s: 3_600 } }, { times: 1 })
    const { sid } = await attempt()
    expect(await client.messages.list()).toEqual([])
    expect((await client.messages(sid).fetch()).sid).toBe(sid)
    await control(simulator, 'POST', '/clock', { advance_s: 3_601 })
    expect(await client.messages.list()).toHaveLength(1)
  })

  test('chance decides when it is told to', async () => {
    await fault({ status: { http: 500 } }, { match: create, probability: 0.5 })
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () =>
        attempt().then(
          () => 1,
          () => 0,
        ),
      ),
    )
    const accepted = outcomes.filter((outcome) => outcome === 1).length
    expect(accepted).toBeGreaterThan(10)
    expect(accepted).toBeLessThan(50)
    expect(await client.messages.list()).toHaveLength(accepted)
  })

  test('they are listed and removed one by one', async () => {
    await fault('garble', { match: create })
    const { body } = await control<{ faults: { id: string; effect: string }[] }>(simulator, 'GET', '/faults')
    expect(body.faults).toMatchObject([{ effect: 'garble', times: null, struck: 0 }])
    const removed = await control(simulator, 'DELETE', `/faults/${body.faults[0]!.id}`)
    expect(removed.status).toBe(204)
    await expect(attempt()).resolves.toMatchObject({ status: 'queued' })
  })
})
