import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// A message is kept for its hour; then the gate decides by what is true then.

const desk = 'whatsapp:+12025550102'
const hour = 3600

let hub: Hub
let session: Session
let templateId: string
let people = 0
let guest: string
let conversationId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  templateId = items.find(({ name, language }) => name === 'booking_confirmed' && language === 'en')!.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())
beforeEach(async () => {
  people += 1
  guest = `whatsapp:+4915155500${String(people).padStart(2, '0')}`
  await hub.simulator.addPhone({ address: guest, profile_name: `Guest ${people}` })
  await hub.simulator.write(guest, desk, 'Hello')
  const found = await until(
    async () => (await must(session.api.GET('/api/v1/conversations', { params: { query: {} } }))).items,
    (items) => items.some(({ contact }) => contact.address === guest),
  )
  conversationId = found.find(({ contact }) => contact.address === guest)!.id
  await must(
    session.api.POST('/api/v1/conversations/{conversationId}/take-over', {
      params: { path: { conversationId } },
    }),
  )
})

const template = () => ({ templateId, variables: { '1': 'Lena', '2': 'Friday' } })
/** By the simulator's clock, which the hub follows. */
async function inSeconds(seconds: number): Promise<string> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api/clock`)
  const { now } = (await answer.json()) as { now: string }
  return new Date(Date.parse(now) + seconds * 1000).toISOString()
}
const schedule = async (body: object, seconds: number) =>
  await session.api.POST('/api/v1/messages', {
    body: { conversationId, sendAt: await inSeconds(seconds), ...body },
  })
const kept = async (body: object, seconds: number) => (await must(schedule(body, seconds))).id
const message = async (messageId: string) =>
  await must(session.api.GET('/api/v1/messages/{messageId}', { params: { path: { messageId } } }))
const becomes = (messageId: string, status: string) =>
  until(
    () => message(messageId),
    (seen) => seen.status === status,
  )
const thread = async () =>
  (
    await must(
      session.api.GET('/api/v1/conversations/{conversationId}/messages', {
        params: { path: { conversationId } },
      }),
    )
  ).items
const windowNow = async () =>
  (
    await must(
      session.api.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } } }),
    )
  ).window
const received = async () =>
  (await hub.simulator.messages(guest)).filter(({ direction }) => direction === 'in').map(({ body }) => body)

test('it stands behind the thread with its hour, and goes out then as it was written', async () => {
  const id = await kept({ body: 'Breakfast is ready' }, 2 * hour)
  expect(await message(id)).toMatchObject({
    status: 'scheduled',
    actions: ['drop'],
    body: 'Breakfast is ready',
  })
  await hub.simulator.write(guest, desk, 'One more thing')
  const before = await until(thread, (items) => items.some(({ body }) => body === 'One more thing'))
  expect(before.at(-1)).toMatchObject({ id, status: 'scheduled' })
  expect(Date.parse(before.at(-1)!.sendAt!)).toBeGreaterThan(Date.now() + hour * 1000)
  expect(await received()).toEqual([])
  await hub.simulator.advanceClock(2 * hour)
  expect(await becomes(id, 'delivered')).toMatchObject({ sendAt: null, kind: 'text' })
  expect(await received()).toEqual(['Breakfast is ready'])
  await must(session.api.POST('/api/v1/messages', { body: { conversationId, body: 'Come down' } }))
  expect((await thread()).map(({ body }) => body)).toEqual([
    'Hello',
    'One more thing',
    'Breakfast is ready',
    'Come down',
  ])
})

test('when the window has closed by then, the template behind it goes out', async () => {
  const id = await kept({ body: 'See you soon', template: template() }, 30 * hour)
  await hub.simulator.advanceClock(30 * hour)
  expect(await becomes(id, 'delivered')).toMatchObject({ kind: 'template' })
  expect((await received()).join()).toMatch(/^Hello Lena, your room/)
})

test('when the contact wrote in between, the text goes out', async () => {
  const id = await kept({ body: 'See you soon', template: template() }, 30 * hour)
  await hub.simulator.advanceClock(25 * hour)
  await until(windowNow, ({ open }) => !open)
  await hub.simulator.write(guest, desk, 'I am on my way')
  await until(windowNow, ({ open }) => open)
  await hub.simulator.advanceClock(5 * hour)
  expect(await becomes(id, 'delivered')).toMatchObject({ kind: 'text' })
  expect(await received()).toEqual(['See you soon'])
})

test('without a template it is refused for an hour at which the window will be closed', async () => {
  const { error } = await schedule({ body: 'See you soon' }, 30 * hour)
  expect(error).toMatchObject({ code: 'window_closed' })
})

test('it is for an hour from a minute to a year ahead', async () => {
  for (const seconds of [-hour, 10, 366 * 24 * hour])
    expect((await schedule({ body: 'x', template: template() }, seconds)).error).toMatchObject({
      code: 'send_time_out_of_range',
    })
})

test('who opted out in between gets nothing, and the reason stays in the thread', async () => {
  const id = await kept({ body: 'An offer for you' }, 2 * hour)
  await hub.simulator.write(guest, desk, 'STOP')
  await until(thread, (items) => items.some(({ body }) => body === 'STOP'))
  await hub.simulator.advanceClock(2 * hour)
  expect(await becomes(id, 'canceled')).toMatchObject({ problem: { code: 'opted_out' } })
  expect((await received()).join()).not.toContain('An offer')
})

test('it is called off, and stays unsent', async () => {
  const id = await kept({ body: 'Never mind' }, 2 * hour)
  await must(session.api.POST('/api/v1/messages/{messageId}/drop', { params: { path: { messageId: id } } }))
  expect(await message(id)).toMatchObject({ status: 'canceled', sendAt: null, problem: null })
  const other = await kept({ body: 'Do mind' }, 2 * hour)
  await hub.simulator.advanceClock(2 * hour)
  await becomes(other, 'delivered')
  expect(await received()).toEqual(['Do mind'])
  expect(await message(id)).toMatchObject({ status: 'canceled' })
})
