import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// What contacts answer, and what Twilio refuses late, while campaigns go on.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const retry = async (id: string, reason: string) =>
  (await must(desk.api.POST('/api/v1/campaigns/{campaignId}/retry', { ...desk.path(id), body: { reason } })))
    .touches
/** Writes from a phone to the number it last heard from. */
const answer = async (group: number, n: number, text: string) => {
  const last = (await desk.received(group, n)).at(-1)!
  await desk.hub.simulator.write(desk.address(group, n), last.from, text)
}
/** Has a contact write before any campaign does, so that the window is open. */
async function opens(group: number, n: number) {
  const [sender] = await desk.query<{ address: string }>('select address from sender where id = $1', [
    desk.senderIds[0],
  ])
  await desk.hub.simulator.write(desk.address(group, n), sender!.address, 'Hello')
}
const step = () => desk.plan(0).steps[0]!

test('what went out as its template because the window closed too early was delivered, and is not sent again', async () => {
  await desk.addContacts(1, 1)
  await opens(1, 0)
  await desk.failsLater(desk.address(1, 0), 63016)
  const id = await desk.create(1, { steps: [{ ...step(), text: 'Shall we look at your proposal?' }] })
  await must(desk.launch(id))
  const { progress } = await desk.comes(id, (one) => one.progress.delivered === 1)
  expect(progress).toMatchObject({ failed: 0, delivered: 1 })
  expect(await desk.outcomes(id)).toEqual([{ outcome: 'delivered', reason: null, count: 1 }])
  expect(await retry(id, '63016')).toBe(0)
  expect((await desk.received(1, 0)).filter(({ body }) => body.includes('proposal is ready')).length).toBe(1)
})

test('whoever answered is not tried again', async () => {
  await desk.addContacts(2, 2)
  for (const n of [0, 1]) await desk.failsLater(desk.address(2, n), 63024)
  const id = await desk.create(2)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.failed === 2)
  await opens(2, 0)
  await desk.comes(id, ({ progress }) => progress.replied === 1)
  expect(await retry(id, '63024')).toBe(1)
  await desk.comes(id, ({ progress }) => progress.delivered === 1)
  expect((await desk.received(2, 1)).length).toBe(1)
})

test('a STOP is an opt-out in every campaign, not a reply', async () => {
  const [contact] = await desk.addContacts(3, 2)
  const steps = [step(), { ...step(), waitSeconds: 3600 }]
  const ids = [await desk.create(3, { kind: 'drip', steps }), await desk.create(3, { kind: 'drip', steps })]
  for (const id of ids) await must(desk.launch(id))
  for (const id of ids) await desk.comes(id, ({ progress }) => progress.delivered === 2)
  await answer(3, 0, 'STOP')
  for (const id of ids) {
    const { progress } = await desk.comes(id, (one) => one.progress.skipped === 1)
    expect(progress).toMatchObject({ replied: 0, optedOut: 1 })
    const { items } = await must(desk.api.GET('/api/v1/campaigns/{campaignId}/report', desk.path(id)))
    expect(items.find((line) => line.contact.id === contact)).toMatchObject({
      state: 'opted_out',
      outcome: 'delivered',
      repliedAt: null,
    })
  }
})

test('whoever said STOP to one number hears of no later campaign from another, until they agree anew', async () => {
  const [contactId] = await desk.addContacts(5, 1)
  const [one, other] = desk.senderIds
  const first = await desk.create(5, { senderIds: [one] })
  await must(desk.launch(first))
  await desk.comes(first, ({ progress }) => progress.delivered === 1)
  await answer(5, 0, 'PARAR')
  await desk.comes(first, ({ progress }) => progress.optedOut === 1)

  const second = await desk.create(5, { senderIds: [other] })
  await must(desk.launch(second))
  await desk.comes(second, ({ progress }) => progress.skipped === 1)
  expect(await desk.outcomes(second)).toEqual([{ outcome: 'skipped', reason: 'opted_out', count: 1 }])

  const params = { path: { contactId: contactId! } }
  const body = { kind: 'opt_in', wording: 'Yes, write to me again', place: 'On the phone' } as const
  await must(desk.api.POST('/api/v1/contacts/{contactId}/consents', { params, body }))
  const third = await desk.create(5, { senderIds: [other] })
  await must(desk.launch(third))
  await desk.comes(third, ({ progress }) => progress.delivered === 1)
})

test('the report names a template where one went out, and none where the text did', async () => {
  const [wrote, silent] = await desk.addContacts(6, 2)
  await opens(6, 0)
  const id = await desk.create(6, { steps: [{ ...step(), text: 'Shall we look at your proposal?' }] })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 2)
  expect((await desk.received(6, 0)).map(({ body }) => body)).toEqual(['Shall we look at your proposal?'])
  const { items } = await must(desk.api.GET('/api/v1/campaigns/{campaignId}/report', desk.path(id)))
  const templateOf = (contactId?: string) => items.find(({ contact }) => contact.id === contactId)?.template
  expect([templateOf(wrote), templateOf(silent)]).toEqual([null, 'proposal_ready'])
})

test('an answer takes back what waits in the outbox for that contact', async () => {
  await desk.addContacts(4, 2)
  const id = await desk.create(4, { kind: 'drip', steps: [step(), { ...step(), waitSeconds: 3600 }] })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 2)
  const rests = (at: string) =>
    desk.query(`update connector set paused_at = ${at} where id = $1`, [desk.connectorId])
  await rests('now()')
  await desk.hub.simulator.advanceClock(3700)
  await desk.comes(id, ({ progress }) => progress.held === 2)
  await answer(4, 0, 'Yes please')
  const { progress } = await desk.comes(id, (one) => one.progress.replied === 1)
  expect(progress).toMatchObject({ held: 1, skipped: 1 })
  await rests('null')
})
