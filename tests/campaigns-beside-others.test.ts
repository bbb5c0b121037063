import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// Campaigns of one organization do not stop each other, and share what their senders can send.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach({ LOG_LEVEL: 'silent' })
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const step = () => desk.plan(0).steps[0]!

test('a plan that became shorter ends earlier', async () => {
  await desk.addContacts(1, 2)
  const id = await desk.create(1, { kind: 'drip', steps: [step(), { ...step(), waitSeconds: 3600 }] })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 2 && progress.approved === 2)
  await desk.pause(id)
  await desk.change(id, desk.plan(1, { kind: 'drip' }))
  await desk.resume(id)
  const { progress } = await desk.comes(id, ({ state }) => state === 'done')
  expect(progress).toMatchObject({ delivered: 2, planned: 0, approved: 0 })
})

test('a plan that became longer goes on with those who had heard everything', async () => {
  await desk.addContacts(2, 2)
  // Of advertisements nobody gets a third within a day.
  await desk.hub.simulator.decide(`HX${'9'.repeat(32)}`, { status: 'approved', category: 'UTILITY' })
  const id = await desk.create(2, { kind: 'drip', steps: [step(), { ...step(), waitSeconds: 7200 }] })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 2)
  await desk.hub.simulator.advanceClock(3600)
  await desk.pause(id)
  const steps = [step(), { ...step(), waitSeconds: 60 }, { ...step(), waitSeconds: 0 }]
  await desk.change(id, desk.plan(2, { kind: 'drip', steps }))
  await desk.resume(id)
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 6)
})

test('a changed audience lets go of those who are not meant any more and takes in the others', async () => {
  await desk.addContacts(3, 2)
  await desk.addContacts(4, 3)
  const id = await desk.create(3, { approval: 'all' })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.review === 2)
  await desk.pause(id)
  await desk.change(id, desk.plan(4))
  await desk.resume(id)
  await desk.comes(id, ({ progress }) => progress.delivered === 3)
  expect((await desk.look(id)).progress).toMatchObject({ recipients: 3, review: 0 })
  expect(await desk.received(3, 0)).toEqual([])
})

test('a campaign that cannot go on is held, and the others go on', async () => {
  await desk.addContacts(5, 1)
  await desk.addContacts(6, 3)
  const broken = await desk.create(5)
  await must(desk.launch(broken))
  await desk.query(`update campaign set steps = 'null' where id = $1`, [broken])
  const id = await desk.create(6)
  await must(desk.launch(id))
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 3)
  const [row] = await desk.query<{ hold: string | null }>(
    'select hold_reason as hold from campaign where id = $1',
    [broken],
  )
  expect(row!.hold).toBe('fault')
  await desk.query(`delete from campaign where id = $1`, [broken])
})

test('two campaigns of one sender share it equally', async () => {
  const [senderId] = desk.senderIds
  // More than what may wait for a sender at once, so that whoever began first cannot have taken all of it.
  await Promise.all([desk.addContacts(7, 500), desk.addContacts(8, 500)])
  const ids = await Promise.all([7, 8].map((group) => desk.create(group, { senderIds: [senderId] })))
  for (const id of ids) await must(desk.launch(id))
  // Counted behind the curtain: what a large campaign shows of its progress may be some seconds old.
  const left = async () =>
    await Promise.all(
      ids.map(async (id) => {
        const [row] = await desk.query<{ left: number }>(
          `select count(*)::int as left from touch join message on message.id = touch.message_id
           where campaign_id = $1 and message.status in ('accepted', 'sent', 'delivered', 'read')`,
          [id],
        )
        return row!.left
      }),
    )
  let seen = await left()
  while (seen[0]! + seen[1]! < 700) seen = await left()
  expect(Math.min(...seen)).toBeGreaterThan(100)
})
