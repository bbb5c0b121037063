import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// A number that sends too fast is told so by WhatsApp, and learns.

let hub: Hub
let session: Session
let senders: { id: string; address: string }[]
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  senders = (await must(session.api.GET('/api/v1/senders'))).items
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const atTwilio = async (path: string, body: object) => {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}
const paceOf = async (senderId: string) =>
  (await must(session.api.GET('/api/v1/senders/{senderId}', { params: { path: { senderId } } }))).pace
const setPace = async (senderId: string, pace: number | null) =>
  (
    await must(
      session.api.PATCH('/api/v1/senders/{senderId}', { params: { path: { senderId } }, body: { pace } }),
    )
  ).pace

/** Conversations of so many people who have just written to the sender. */
async function people(sender: string, count: number, first: number): Promise<string[]> {
  const addresses = Array.from({ length: count }, (_, n) => `whatsapp:+4915190${first + n}`)
  for (const address of addresses) {
    await hub.simulator.addPhone({ address, profile_name: address.slice(-4) })
    await hub.simulator.write(address, sender, 'Hello')
  }
  const seen = await until(
    async () => (await must(session.api.GET('/api/v1/conversations', { params: { query: {} } }))).items,
    (items) => addresses.every((address) => items.some(({ contact }) => contact.address === address)),
  )
  return seen.flatMap((one) => (addresses.includes(one.contact.address ?? '') ? [one.id] : []))
}

const write = (conversationIds: readonly string[]) =>
  Promise.all(
    conversationIds.map((conversationId) =>
      must(session.api.POST('/api/v1/messages', { body: { conversationId, body: 'Good morning' } })),
    ),
  )

test('a member sets a number’s pace, and takes it back', async () => {
  const { id } = senders[0]!
  expect(await paceOf(id)).toEqual({ perSecond: 80, own: null, learned: null })
  expect(await setPace(id, 20)).toEqual({ perSecond: 20, own: 20, learned: null })
  const tooMuch = await session.api.PATCH('/api/v1/senders/{senderId}', {
    params: { path: { senderId: id } },
    body: { pace: 1001 },
  })
  expect(tooMuch.response.status).toBe(422)
  expect(await setPace(id, null)).toEqual({ perSecond: 80, own: null, learned: null })
})

test('a burst that WhatsApp refuses halves the pace of that number alone, and says why', async () => {
  const [one, two] = senders
  await atTwilio(`/senders/${encodeURIComponent(one!.address)}`, { messages_per_second: 1 })
  await write(await people(one!.address, 12, 10_001))
  const learned = await until(
    () => paceOf(one!.id),
    (pace) => pace.learned !== null,
  )
  expect(learned).toMatchObject({ own: null, learned: { code: 63018 } })
  // A burst that goes on for longer halves it once more.
  expect([40, 20, 10]).toContain(learned.perSecond)
  expect(await paceOf(two!.id)).toEqual({ perSecond: 80, own: null, learned: null })
  // A member who sets it knows better.
  expect(await setPace(one!.id, null)).toEqual({ perSecond: 80, own: null, learned: null })
  await atTwilio(`/senders/${encodeURIComponent(one!.address)}`, { messages_per_second: 80 })
})

test('so does Twilio when it takes no more requests at once, and all are sent in the end', async () => {
  const { id, address } = senders[1]!
  const conversationIds = await people(address, 4, 20_001)
  await atTwilio('/faults', {
    match: { method: 'POST', path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json` },
    effect: { status: { http: 429, code: 20429 } },
    times: 4,
  })
  await write(conversationIds)
  expect(
    await until(
      () => paceOf(id),
      (pace) => pace.learned !== null,
    ),
  ).toMatchObject({ learned: { code: 20429 } })
  for (const conversationId of conversationIds)
    await until(
      async () =>
        await must(
          session.api.GET('/api/v1/conversations/{conversationId}/messages', {
            params: { path: { conversationId } },
          }),
        ),
      ({ items }) => items.some(({ direction, status }) => direction === 'out' && status === 'delivered'),
    )
})
