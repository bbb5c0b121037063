import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'
import { organizations } from './world/cast.ts'
import { must } from './world/session.ts'

// A campaign through a Messaging Service: Twilio picks the number, and we learn it from what Twilio tells afterwards.

const service = organizations.northwind.service
let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())
afterEach(() => control('DELETE', '/faults'))

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${desk.hub.simulatorUrl}/simulator/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}

const fault = (to: string, effect: string | object, times?: number) =>
  control('PUT', '/faults', { match: { path: 'Messages', to }, effect, ...(times ? { times } : {}) })

const createThrough = (group: number, changes: object = {}) =>
  desk.create(group, { senderIds: [], throughService: true, ...changes })

interface Row {
  address: string
  contactId: string
  conversationId: string
  from: string
  status: string
  byService: boolean
  quiet: boolean
  position: number
}

/** The messages of a campaign where they stand, with the number of their thread. */
const standing = (campaignId: string) =>
  desk.query<Row>(
    `select conversation.contact_address as address, message.contact_id as "contactId", message.conversation_id as "conversationId",
       sender.address as from, message.status, message.by_service as "byService", conversation.quiet, message.position::int
     from touch join message on message.id = touch.message_id join conversation on conversation.id = message.conversation_id
     join sender on sender.id = message.sender_id and sender.id = conversation.sender_id
     where campaign_id = $1 order by 1`,
    [campaignId],
  )

/** Whether every message stands in the thread of the number the phone had it from, and no other thread was left behind. */
async function expectTrueThreads(campaignId: string, group: number, count: number): Promise<Row[]> {
  const rows = await standing(campaignId)
  expect(rows.length).toBe(count)
  for (let n = 0; n < count; n += 1) {
    const last = (await desk.received(group, n)).at(-1)!
    expect(rows[n]).toMatchObject({ address: desk.address(group, n), from: last.from })
  }
  const [threads] = await desk.query<{ count: number }>(
    `select count(*)::int from conversation where contact_id = any($1)
       and not exists (select from message where message.conversation_id = conversation.id)`,
    [rows.map(({ contactId }) => contactId)],
  )
  expect(threads!.count).toBe(0)
  return rows
}

/** What was posted to Twilio for this address. */
async function posts(to: string): Promise<Record<string, string>[]> {
  const { requests } = await control<{
    requests: { method: string; path?: string; params?: Record<string, string> }[]
  }>('GET', '/requests?kind=api&limit=10000')
  return requests.flatMap(({ method, path, params }) =>
    method === 'POST' && path?.endsWith('/Messages.json') && params?.['To'] === to ? [params] : [],
  )
}

test('both numbers of the pool are used, and each message is in the thread of the number it left from', async () => {
  await desk.addContacts(1, 40)
  const id = await createThrough(1)
  expect((await desk.look(id)).senderIds).toEqual(desk.senderIds)
  await must(desk.launch(id))
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 40)
  const rows = await expectTrueThreads(id, 1, 40)
  expect(new Set(rows.map(({ from }) => from))).toEqual(new Set(organizations.northwind.senders))
  expect(rows.every(({ byService, quiet }) => byService && quiet)).toBe(true)
  const asked = await posts(desk.address(1, 0))
  expect(asked).toMatchObject([{ MessagingServiceSid: service, To: desk.address(1, 0) }])
  expect(asked[0]).not.toHaveProperty('From')
})

test('an answer lands in that thread, ends the plan, and opens the window that is used from then on', async () => {
  await desk.addContacts(2, 6)
  const id = await createThrough(2)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 6)
  const heard = (await desk.received(2, 3)).at(-1)!
  await desk.hub.simulator.write(desk.address(2, 3), heard.from, 'Yes, tomorrow?')
  await desk.comes(id, ({ progress }) => progress.replied === 1)
  const [row] = (await expectTrueThreads(id, 2, 6)).filter(({ address }) => address === desk.address(2, 3))
  const { items: thread } = await must(
    desk.api.GET('/api/v1/conversations/{conversationId}/messages', {
      params: { path: { conversationId: row!.conversationId } },
    }),
  )
  expect(thread.map(({ direction, origin }) => [direction, origin])).toEqual(
    expect.arrayContaining([
      ['out', 'campaign'],
      ['in', 'contact'],
    ]),
  )
  const next = await createThrough(2, { steps: [{ ...desk.plan(2).steps[0]!, text: 'Tomorrow at ten?' }] })
  await must(desk.launch(next))
  await desk.comes(next, ({ state, progress }) => state === 'done' && progress.delivered === 6)
  const after = (await standing(next)).find(({ address }) => address === desk.address(2, 3))
  expect(after).toMatchObject({ conversationId: row!.conversationId, from: heard.from, byService: false })
  expect((await desk.received(2, 3)).at(-1)).toMatchObject({ body: 'Tomorrow at ten?', from: heard.from })
  const asked = (await posts(desk.address(2, 3))).filter(({ Body }) => Body === 'Tomorrow at ten?')
  expect(asked).toMatchObject([{ From: heard.from }])
})

test('whoever said STOP to any number of the pool gets nothing from it', async () => {
  await desk.addContacts(3, 4)
  for (const [n, sender] of organizations.northwind.senders.entries())
    await desk.query(
      'insert into suppression (sender_address, contact_address, since) values ($1, $2, now())',
      [sender, desk.address(3, n)],
    )
  const id = await createThrough(3)
  await must(desk.launch(id))
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 2)
  expect(await desk.outcomes(id)).toEqual([
    { outcome: 'delivered', reason: null, count: 2 },
    { outcome: 'skipped', reason: 'opted_out', count: 2 },
  ])
  for (const n of [0, 1]) expect(await desk.received(3, n)).toEqual([])
})

test('whoever agreed to hear from one number only is written to by that one', async () => {
  const ids = await desk.addContacts(4, 4, false)
  const [, second] = organizations.northwind.senders
  await desk.query(
    `insert into consent (organization_id, id, contact_id, kind, source, wording, sender_address, at)
     select $1, gen_random_uuid(), id, 'opt_in', 'import', 'Yes', $3, now() - interval '1 day' from unnest($2::uuid[]) as g (id)`,
    [desk.organizationId, ids, second],
  )
  const id = await createThrough(4)
  await must(desk.launch(id))
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 4)
  for (const row of await expectTrueThreads(id, 4, 4))
    expect(row).toMatchObject({ from: second, byService: false })
})

test('reports that come twice and in any order change nothing', async () => {
  await desk.addContacts(5, 12)
  for (let n = 0; n < 12; n += 1)
    await fault(desk.address(5, n), n % 2 === 0 ? 'reorder-callbacks' : 'duplicate-callback')
  const id = await createThrough(5)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 12)
  await expectTrueThreads(id, 5, 12)
})

test('a message nobody knows of is found in the list without knowing the number', async () => {
  await desk.addContacts(6, 2)
  for (const n of [0, 1]) {
    await fault(desk.address(6, n), 'drop-callback')
    await fault(desk.address(6, n), { status: { http: 500, code: 20500, accept: n === 0 } }, 1)
  }
  const id = await createThrough(6)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.unknown === 2)
  await until(
    () => desk.received(6, 0),
    ([message]) => message?.status === 'delivered',
  )
  await desk.query(
    `update attempt set next_check_at = now() from touch where touch.message_id = attempt.message_id and campaign_id = $1`,
    [id],
  )
  await desk.comes(id, ({ progress }) => progress.delivered === 1 && progress.unknown === 1)
  const [found, lost] = await standing(id)
  expect(found).toMatchObject({ from: (await desk.received(6, 0))[0]!.from, status: 'delivered' })
  expect(lost).toMatchObject({ status: 'unknown' })
  expect(await desk.received(6, 1)).toEqual([])
})

test('a campaign waits while a number of the pool is not active here, and goes on by itself', async () => {
  await desk.addContacts(7, 2)
  // Of advertisements nobody gets a third within a day.
  await desk.hub.simulator.decide(`HX${'9'.repeat(32)}`, { status: 'approved', category: 'UTILITY' })
  const activate = (active: string[]) =>
    must(
      desk.api.PUT('/api/v1/connectors/{connectorId}/senders', {
        params: { path: { connectorId: desk.connectorId } },
        body: { active },
      }),
    )
  const id = await createThrough(7)
  await activate(desk.senderIds.slice(0, 1))
  expect((await desk.launch(id)).error).toMatchObject({ code: 'service_not_usable', status: 409 })
  expect(
    (await desk.api.POST('/api/v1/campaigns', { body: { ...desk.plan(7), throughService: true } })).error,
  ).toMatchObject({ code: 'service_not_usable' })
  await activate(desk.senderIds)
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/prepare', desk.path(id)))
  await desk.comes(id, ({ progress }) => progress.approved === 2)
  await must(desk.launch(id))
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 2)
  const drip = await createThrough(7, {
    kind: 'drip',
    steps: [desk.plan(7).steps[0]!, { ...desk.plan(7).steps[0]!, waitSeconds: 3600 }],
  })
  await must(desk.launch(drip))
  await desk.comes(drip, ({ progress }) => progress.delivered === 2)
  await activate(desk.senderIds.slice(1))
  await desk.hub.simulator.advanceClock(3700)
  await desk.comes(drip, ({ hold }) => hold?.reason === 'service_unusable')
  await activate(desk.senderIds)
  await desk.comes(drip, ({ hold, progress }) => hold === null && progress.delivered === 4)
})
