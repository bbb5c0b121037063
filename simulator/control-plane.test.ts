import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { startSimulator, type Simulator } from './app.ts'
import {
  ACCOUNT,
  ANA,
  control,
  FRONT_DESK,
  openTwilio,
  SANDBOX,
  settled,
  TestPhone,
  until,
} from './testing/drive.ts'

let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator({ port: 0, seed: 'control', pace: { sent: 2, delivered: 2 } })
})
afterEach(async () => {
  await simulator[Symbol.asyncDispose]()
})

test('it is ready, describes itself, and names what it cannot do', async () => {
  expect(await control(simulator, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
  const { body } = await control<{ paths: Record<string, Record<string, unknown>> }>(
    simulator,
    'GET',
    '/openapi.json',
  )
  const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  for (const promised of [
    'POST /simulator/api/phones',
    'GET /simulator/api/phones/{address}/messages',
    'POST /simulator/api/phones/{address}/messages',
    'POST /simulator/api/phones/{address}/read',
    'PUT /simulator/api/phones/{address}',
    'GET /simulator/api/requests',
    'POST /simulator/api/requests/{id}/replay',
    'PUT /simulator/api/faults',
    'DELETE /simulator/api/faults',
    'GET /simulator/api/clock',
    'POST /simulator/api/clock',
    'POST /simulator/api/templates/{sid}/verdict',
    'POST /simulator/api/reset',
    'PUT /simulator/api/senders/{sender}',
    'PUT /simulator/api/opt-outs',
  ])
    expect(documented).toContain(promised)
  const wrong = await control<{ message: string }>(simulator, 'PUT', '/faults', { effect: 'explode' })
  expect(wrong.status).toBe(400)
  expect(wrong.body.message).toContain('effect')
  expect((await control(simulator, 'GET', '/nothing')).status).toBe(404)
  expect((await control(simulator, 'GET', `/phones/${encodeURIComponent(ANA)}`)).status).toBe(404)
})

test('a phone is added with or without the prefix, listed with its chats, and removed', async () => {
  const added = await control(simulator, 'POST', '/phones', {
    address: '+5511987654321',
    profile_name: 'Ana',
  })
  expect(added).toMatchObject({
    status: 201,
    body: { address: ANA, online: true, read_receipts: true, unread: 0 },
  })
  const phone = await TestPhone.add(simulator)
  await phone.send({ to: '+12025550101', body: 'hi' })
  await openTwilio(simulator).messages.create({ from: FRONT_DESK, to: ANA, body: 'hello' })
  await settled(simulator)
  const list = async () =>
    (await control<{ phones: Record<string, unknown>[] }>(simulator, 'GET', '/phones')).body.phones
  expect(await list()).toMatchObject([
    {
      unread: 1,
      chats: [{ sender: FRONT_DESK, name: 'Hotel Aurora Front Desk', unread: 1, last: { body: 'hello' } }],
    },
  ])
  await control(simulator, 'POST', `/phones/%2B5511987654321/read`, { from: FRONT_DESK })
  expect(await list()).toMatchObject([{ unread: 0 }])
  expect((await control(simulator, 'DELETE', phone.path)).status).toBe(204)
  expect(await list()).toEqual([])
})

test('a phone is told why it cannot be or do something', async () => {
  const refused = async (method: 'POST', path: string, body: unknown) =>
    (await control<{ message: string }>(simulator, method, path, body)).body.message
  expect(await refused('POST', '/phones', { address: 'garbage' })).toContain('no WhatsApp address')
  expect(await refused('POST', '/phones', { address: FRONT_DESK })).toContain('business sender')
  const phone = await TestPhone.add(simulator)
  const send = (body: unknown) => refused('POST', `${phone.path}/messages`, body)
  expect(await send({ to: 'whatsapp:+19990001111', body: 'x' })).toContain('no sender')
  expect(await send({ to: FRONT_DESK })).toContain('empty')
  await phone.change({ blocks: [FRONT_DESK] })
  expect(await send({ to: FRONT_DESK, body: 'x' })).toContain('blocks')
  await phone.change({ online: false })
  expect(await send({ to: FRONT_DESK, body: 'x' })).toContain('offline')
})

test('senders show the webhook that wins, and the sandbox its join code', async () => {
  const { body } = await control<{ senders: Record<string, unknown>[] }>(simulator, 'GET', '/senders')
  expect(body.senders).toHaveLength(5)
  expect(body.senders[0]).toMatchObject({
    address: FRONT_DESK,
    status: 'ONLINE',
    effective: { decided_by: 'sender', url: null },
  })
  expect(body.senders[4]).toMatchObject({ address: SANDBOX, sandbox: true, join_code: 'calm-harbor' })
})

test('live news tell which phone changed', async () => {
  const abort = new AbortController()
  const stream = await fetch(`${simulator.url}/simulator/api/live`, { signal: abort.signal })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  let heard = ''
  const listening = (async () => {
    for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) heard += part
  })().catch(() => {})
  await TestPhone.add(simulator)
  await until(() => heard.includes(`{"type":"phone","address":"${ANA}"}`))
  abort.abort()
  await listening
})

test('a reset brings the seeded world back, and real time', async () => {
  await TestPhone.add(simulator)
  await control(simulator, 'POST', '/clock', { advance_s: 86_400 })
  await control(simulator, 'POST', '/reset')
  expect((await control<{ phones: unknown[] }>(simulator, 'GET', '/phones')).body.phones).toEqual([])
  const { body } = await control<{ now: string }>(simulator, 'GET', '/clock')
  expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(60_000)
  expect((await openTwilio(simulator).api.v2010.accounts(ACCOUNT).fetch()).sid).toBe(ACCOUNT)
})

async function sidsOfSeed(seed: string): Promise<string[]> {
  await using one = await startSimulator({ port: 0, seed })
  const phone = await TestPhone.add(one)
  return [await phone.send({ to: FRONT_DESK, body: 'a' }), await phone.send({ to: FRONT_DESK, body: 'b' })]
}

test('the same seed gives the same SIDs', async () => {
  expect(await sidsOfSeed('twice')).toEqual(await sidsOfSeed('twice'))
  expect(await sidsOfSeed('twice')).not.toEqual(await sidsOfSeed('other'))
})

test('a snapshot keeps threads, media and time over a restart, and what was on its way goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-snapshot-'))
  const snapshotFile = join(folder, 'world.json')
  const pace = { sent: 2, delivered: 2 }
  try {
    let sid: string
    {
      await using first = await startSimulator({ port: 0, snapshotFile, pace })
      const phone = await TestPhone.add(first)
      const base64 = Buffer.from('kept').toString('base64')
      sid = await phone.send({ to: FRONT_DESK, body: 'look', media: { content_type: 'image/png', base64 } })
      await control(first, 'POST', '/clock', { advance_s: 7_200 })
      await settled(first)
      await control(first, 'PUT', `/senders/${encodeURIComponent(FRONT_DESK)}`, {
        messages_per_second: 7,
        messaging_limit: '250 Customers/24hr',
      })
      await control(first, 'PUT', '/opt-outs', { from: FRONT_DESK, user: '+4915100000001', opted_out: true })
      await phone.change({ online: false })
      await openTwilio(first).messages.create({ from: FRONT_DESK, to: ANA, body: 'while you were away' })
      await settled(first)
    }
    await using second = await startSimulator({ port: 0, snapshotFile, pace })
    const { body: clock } = await control<{ now: string }>(second, 'GET', '/clock')
    expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(7_000_000)
    const { body: world } = await control<{ senders: unknown[] }>(second, 'GET', '/senders')
    expect(world.senders[0]).toMatchObject({
      address: FRONT_DESK,
      messages_per_second: 7,
      messaging_limit: '250 Customers/24hr',
    })
    const { body: left } = await control<{ opt_outs: unknown[] }>(second, 'GET', '/opt-outs')
    expect(left.opt_outs).toMatchObject([{ from: FRONT_DESK, user: 'whatsapp:+4915100000001' }])
    const phone = await TestPhone.add(second)
    const [kept] = await phone.messages()
    expect(kept).toMatchObject({ sid, body: 'look', direction: 'out' })
    expect(await (await fetch(kept!.media[0]!.url)).text()).toBe('kept')
    await phone.change({ online: true })
    await until(async () => (await phone.received())[0]?.body === 'while you were away')
    expect((await readdir(folder)).sort()).toEqual(['world.json', 'world.json.media'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a world that was kept before there were limits starts with the usual ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-snapshot-'))
  const snapshotFile = join(folder, 'world.json')
  try {
    {
      await using first = await startSimulator({ port: 0, snapshotFile })
      await TestPhone.add(first)
    }
    const kept = JSON.parse(await readFile(snapshotFile, 'utf8')) as Record<string, unknown>
    for (const sender of kept.senders as Record<string, unknown>[]) delete sender.messagesPerSecond
    delete kept.optOuts
    delete kept.limits
    await writeFile(snapshotFile, JSON.stringify({ ...kept, version: 1 }))
    await using second = await startSimulator({ port: 0, snapshotFile })
    const { body } = await control<{ senders: unknown[] }>(second, 'GET', '/senders')
    expect(body.senders[0]).toMatchObject({ messages_per_second: 80 })
    expect((await control(second, 'GET', '/opt-outs')).body).toEqual({ opt_outs: [] })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('without built pages a plain sentence says how to build them, and other paths are not found', async () => {
  const page = await fetch(`${simulator.url}/simulator`)
  expect(await page.text()).toMatch(/npx vite build simulator\/phone|<!doctype html>/i)
  const missing = await fetch(`${simulator.url}/v9/Nothing?x=1`)
  expect(missing.status).toBe(404)
  expect(await missing.json()).toMatchObject({
    code: 20404,
    message: 'The requested resource /v9/Nothing was not found',
  })
})
