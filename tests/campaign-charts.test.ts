import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// The charts of a campaign say the same as its report: how far messages came, how fast they left, and why others did not.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const charts = (id: string) => must(desk.api.GET('/api/v1/campaigns/{campaignId}/charts', desk.path(id)))

test('each stage holds the next, what stopped is told by reason, and the points add up to what left', async () => {
  await desk.addContacts(1, 12)
  await desk.failsLater(desk.address(1, 3), 63024)
  await desk.query(
    `insert into suppression (sender_address, contact_address, since) select address, $2, now() from sender where id = any($1)`,
    [desk.senderIds, desk.address(1, 7)],
  )
  const id = await desk.create(1)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 10 && progress.failed === 1)
  const [sent] = await desk.received(1, 0)
  await desk.hub.simulator.read(desk.address(1, 0), sent!.sid)
  await desk.hub.simulator.write(desk.address(1, 0), sent!.from, 'Yes please')
  await desk.comes(id, ({ progress }) => progress.replied === 1 && progress.read === 1)

  const { funnel, stopped, sending } = await charts(id)
  expect(funnel).toEqual({ queued: 11, accepted: 10, delivered: 10, read: 1, replied: 1 })
  expect(stopped).toEqual([
    {
      outcome: 'failed',
      reason: '63024',
      error: { title: { en: expect.any(String), pt: expect.any(String) }, retry: expect.any(String) },
      count: 1,
    },
    { outcome: 'skipped', reason: 'opted_out', error: null, count: 1 },
  ])
  expect(sending.points.reduce((sum, { messages }) => sum + messages, 0)).toBe(11)
  // Eleven messages are at most eleven a minute.
  expect(sending.everySeconds).toBe(60)
  expect(Math.max(...sending.points.map(({ perMinute }) => perMinute))).toBeLessThanOrEqual(11)
  // Twilio: 80 messages a second for each of two numbers.
  expect(sending.allowedPerMinute).toBe(2 * 80 * 60)
})

test('a long campaign is told in as many points as can be seen', async () => {
  await desk.addContacts(2, 30)
  const id = await desk.create(2)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 30)
  await desk.query(
    `update message set created_at = created_at - interval '3 days' * n / 30
     from (select message_id, row_number() over () as n from touch where campaign_id = $1) as touched
     where message.id = touched.message_id`,
    [id],
  )
  const { sending } = await charts(id)
  expect(sending.points.length).toBeGreaterThan(40)
  expect(sending.points.length).toBeLessThanOrEqual(73)
  expect(sending.points.reduce((sum, { messages }) => sum + messages, 0)).toBe(30)
})
