import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { signRequest } from '../server/twilio/signature.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// What becomes of a message when Twilio's reports go astray, or come before anybody knows whose they are.

const sender = 'whatsapp:+12025550111'
let hub: Hub
let session: Session
let webhooks: string
let guests = 0

beforeAll(async () => {
  hub = await startHub({ LOG_LEVEL: 'fatal' })
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  const { items } = await must(session.api.GET('/api/v1/connectors'))
  webhooks = items[0]!.webhookUrl!.replace(/\/inbound$/, '')
})
afterAll(() => hub?.[Symbol.asyncDispose]())
afterEach(() => control('DELETE', '/faults'))

async function control(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
}

/** For as long as the test runs, of this phone's messages alone. */
const fault = (to: string, effect: string | object, times?: number) =>
  control('PUT', '/faults', { match: { path: 'Messages', to }, effect, ...(times ? { times } : {}) })

interface Guest {
  address: string
  conversationId: string
}

/** Someone who wrote, so that the window is open. */
async function guestWrites(): Promise<Guest> {
  guests += 1
  const address = `whatsapp:+4915880001${String(guests).padStart(3, '0')}`
  await hub.simulator.addPhone({ address, profile_name: `Guest ${guests}` })
  await hub.simulator.write(address, sender, 'Is my order on its way?')
  const query = { search: address.replace('whatsapp:', '') }
  const { items } = await until(
    () => must(session.api.GET('/api/v1/conversations', { params: { query } })),
    (found) => found.items.length > 0,
  )
  return { address, conversationId: items[0]!.id }
}

const send = async ({ conversationId }: Guest, body: string) =>
  (await must(session.api.POST('/api/v1/messages', { body: { conversationId, body } }))).id

async function statusOf({ conversationId }: Guest, id: string): Promise<string> {
  const params = { path: { conversationId } }
  const { items } = await must(session.api.GET('/api/v1/conversations/{conversationId}/messages', { params }))
  return items.find((message) => message.id === id)!.status
}
const becomes = (guest: Guest, id: string, status: string, seconds = 60) =>
  until(
    () => statusOf(guest, id),
    (seen) => seen === status,
    seconds,
  )

/** The message as its phone has it. */
const onPhone = async ({ address }: Guest) => {
  const messages = await until(
    () => hub.simulator.messages(address),
    (all) => all.some(({ direction, status }) => direction === 'in' && status === 'delivered'),
  )
  return messages.find(({ direction }) => direction === 'in')!.sid
}

/** What time does to attempts, without waiting for it. */
const later = (messageId: string, seconds: number) =>
  asOwner(hub.databaseUrl, (client) =>
    client.query(
      `update attempt set dispatched_at = dispatched_at - $2 * interval '1 s', next_check_at = next_check_at - $2 * interval '1 s'
       where message_id = $1`,
      [messageId, seconds],
    ),
  )

async function attemptOf(messageId: string) {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ waits: boolean; due: boolean; checks: number; orphans: number }>(
      `select next_check_at is not null as waits, coalesce(next_check_at <= now(), false) as due, checks,
         (select count(*)::int from orphan_status) as orphans
       from attempt where message_id = $1`,
      [messageId],
    )
    return rows[0]!
  })
}

/** How often Twilio was asked about this message by its SID. */
async function asked(sid: string): Promise<number> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api/requests?kind=api&limit=10000`)
  const { requests } = (await answer.json()) as { requests: { method: string; path?: string }[] }
  return requests.filter(({ method, path }) => method === 'GET' && path?.includes(sid)).length
}

/** As Twilio calls the status URL of the sender, which names no attempt. */
async function report(sid: string, to: string, status: string): Promise<void> {
  const url = `${webhooks}/status`
  const fields = {
    MessageSid: sid,
    AccountSid: twilioAccount.sid,
    From: sender,
    To: to,
    MessageStatus: status,
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signRequest(url, fields, twilioAccount.token),
    },
    body: new URLSearchParams(fields).toString(),
  })
  expect(answer.status).toBe(204)
}

describe('a message whose reports are all lost', () => {
  test('is asked about four times in three days, and then no more', async () => {
    const guest = await guestWrites()
    await fault(guest.address, 'drop-callback')
    const id = await send(guest, 'It left this morning.')
    await becomes(guest, id, 'accepted')
    const sid = await onPhone(guest)
    const hours = [1 / 6, 1, 24, 72]
    for (const [at, hour] of hours.entries()) {
      await later(id, (hour - (hours[at - 1] ?? 0)) * 3600)
      await until(
        () => asked(sid),
        (times) => times === at + 1,
      )
      await becomes(guest, id, 'delivered')
    }
    const { waits, checks } = await until(
      () => attemptOf(id),
      (attempt) => !attempt.waits,
    )
    expect({ waits, checks, asked: await asked(sid) }).toEqual({ waits: false, checks: 4, asked: 4 })
  })

  test('but for “delivered” waits for its read receipt without asking', async () => {
    const guest = await guestWrites()
    const id = await send(guest, 'It left this morning.')
    await becomes(guest, id, 'delivered')
    expect(await attemptOf(id)).toMatchObject({ waits: false })
    await control('POST', `/phones/${encodeURIComponent(guest.address)}/read`, { sid: await onPhone(guest) })
    await becomes(guest, id, 'read')
    expect(await attemptOf(id)).toMatchObject({ waits: false, checks: 0 })
  })
})

describe('a message whose answer and reports are lost', () => {
  test('is found in Twilio’s list, and not sent again', async () => {
    const guest = await guestWrites()
    await fault(guest.address, 'drop-callback')
    await fault(guest.address, { reset: { accept: true } }, 1)
    const id = await send(guest, 'It arrives at noon.')
    await becomes(guest, id, 'unknown')
    await onPhone(guest)
    await later(id, 30)
    await becomes(guest, id, 'delivered')
    expect(
      (await hub.simulator.messages(guest.address)).filter(({ direction }) => direction === 'in'),
    ).toHaveLength(1)
  })

  test('is found once the list shows it: until then it is neither sent again nor given up', async () => {
    const guest = await guestWrites()
    await fault(guest.address, 'drop-callback')
    await fault(guest.address, { 'list-lag': { max_s: 100_000 } })
    await fault(guest.address, { reset: { accept: true } }, 1)
    const id = await send(guest, 'It arrives at two.')
    await becomes(guest, id, 'unknown')
    await onPhone(guest)
    await later(id, 16 * 60)
    const { checks } = await until(
      () => attemptOf(id),
      (attempt) => attempt.checks > 0 && !attempt.due,
    )
    expect([checks, await statusOf(guest, id)]).toEqual([1, 'unknown'])
    await hub.simulator.advanceClock(100_000)
    await later(id, 2 * 3600)
    await becomes(guest, id, 'delivered')
    expect(
      (await hub.simulator.messages(guest.address)).filter(({ direction }) => direction === 'in'),
    ).toHaveLength(1)
  })
})

describe('a report that comes before we know whose it is', () => {
  const orphans = async (id: string) =>
    await until(
      () => attemptOf(id),
      (attempt) => attempt.orphans > 0,
    )

  test('counts as soon as Twilio’s answer tells', async () => {
    const guest = await guestWrites()
    await fault(guest.address, 'drop-callback')
    await fault(guest.address, { delay: { ms: 15_000 } }, 1)
    const id = await send(guest, 'It is at the door.')
    const sid = await onPhone(guest)
    await report(sid, guest.address, 'read')
    await orphans(id)
    expect(await statusOf(guest, id)).toBe('dispatching')
    await becomes(guest, id, 'read')
    expect((await attemptOf(id)).orphans).toBe(0)
  })

  test('counts as soon as the message is found in Twilio’s list', async () => {
    const guest = await guestWrites()
    await fault(guest.address, 'drop-callback')
    await fault(guest.address, { reset: { accept: true } }, 1)
    const id = await send(guest, 'It was left with a neighbour.')
    await becomes(guest, id, 'unknown')
    // The list knows it as delivered; that it was read stands in this report alone.
    await report(await onPhone(guest), guest.address, 'read')
    await orphans(id)
    await later(id, 30)
    await becomes(guest, id, 'read')
    expect((await attemptOf(id)).orphans).toBe(0)
  })
})
