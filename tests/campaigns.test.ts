import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// A plan of outbound contact through the whole hub: launched once, paced, reviewed, paused, answered and reported.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

test('everybody who agreed gets it once, the others are skipped with the reason, and the report tells all', async () => {
  await desk.addContacts(1, 120)
  await desk.query(
    `insert into suppression (sender_address, contact_address, since) select address, $2, now() from sender where id = any($1)`,
    [desk.senderIds, desk.address(1, 7)],
  )
  const strangers = await desk.addContacts(2, 3, false)
  await desk.query(`update contact set language = 'g1' where id = any($1)`, [strangers])
  const seen = await must(
    desk.api.POST('/api/v1/campaigns/audience', {
      body: { audience: desk.plan(1).audience, senderIds: desk.senderIds },
    }),
  )
  expect(seen).toMatchObject({ contacts: 123, optedIn: 120, optedOut: 1, windowOpen: 0 })
  const id = await desk.create(1)
  await must(desk.launch(id))
  const done = await until(
    () => desk.look(id),
    ({ state, progress }) => state === 'done' && progress.delivered === 119,
  )
  expect(done.progress).toMatchObject({ recipients: 123, skipped: 4, failed: 0, unknown: 0, queued: 0 })
  expect(await desk.outcomes(id)).toEqual([
    { outcome: 'delivered', reason: null, count: 119 },
    { outcome: 'skipped', reason: 'no_opt_in', count: 3 },
    { outcome: 'skipped', reason: 'opted_out', count: 1 },
  ])
  for (let n = 0; n < 120; n += 1) {
    const bodies = (await desk.received(1, n)).map(({ body }) => body)
    expect(bodies).toEqual(
      n === 7 ? [] : ['Hello Person, your proposal is ready. Shall we look at it together?'],
    )
  }
  const table = await desk.api.GET('/api/v1/campaigns/{campaignId}/report.csv', {
    ...desk.path(id),
    parseAs: 'text',
  })
  const lines = String(table.data).trim().split('\r\n')
  expect(lines.length).toBe(124)
  expect(lines[0]).toBe('name,number,outcome,reason,step,template,state,replied_at,updated_at')
  const { items: inbox } = await must(desk.api.GET('/api/v1/conversations'))
  expect(inbox.filter(({ contact }) => contact.address.startsWith('whatsapp:+4930'))).toEqual([])
})

test('an audience is a stage of the pipeline in some countries, of people who agreed', async () => {
  const [german, other] = await desk.addContacts(9, 2)
  const [silent] = await desk.addContacts(10, 1, false)
  const { items } = await must(desk.api.GET('/api/v1/pipelines'))
  const { stages } = items[0]!
  const [first, second] = [stages[0], stages.at(-1)]
  const count = async (countries: string[]) => {
    const all = [
      { field: 'stage' as const, is: [second!.id] },
      { field: 'country' as const, is: countries },
      { field: 'opted_in' as const, is: true },
    ]
    const body = { audience: { all }, senderIds: desk.senderIds }
    return (await must(desk.api.POST('/api/v1/campaigns/audience', { body }))).contacts
  }
  const counts = async () => [await count(['BR', 'DE']), await count(['BR'])] as const
  const [before, beforeInBrazil] = await counts()
  for (const [contactId, stageId] of [
    [german!, second!.id],
    [other!, first!.id],
    [silent!, second!.id],
  ] as const)
    await must(desk.api.POST('/api/v1/leads', { body: { contactId, stageId, title: 'A deal' } }))
  expect(await counts()).toEqual([before + 1, beforeInBrazil])
})

test('of twenty who launch it at once, one does', async () => {
  await desk.addContacts(3, 5)
  const id = await desk.create(3)
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.launch(id)))
  expect(answers.filter(({ response }) => response.ok).length).toBe(1)
  expect(new Set(answers.flatMap(({ error }) => error?.code ?? []))).toEqual(
    new Set(['campaign_not_launchable']),
  )
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 5,
  )
  for (let n = 0; n < 5; n += 1) expect((await desk.received(3, n)).length).toBe(1)
})

test('drafts wait for a person, who edits, rejects and approves', async () => {
  const [first, second] = await desk.addContacts(4, 4)
  const id = await desk.create(4, { approval: 'all' })
  await must(desk.launch(id))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.review === 4,
  )
  const queue = await must(desk.api.GET('/api/v1/campaigns/{campaignId}/touches', desk.path(id)))
  expect(queue.items[0]).toMatchObject({
    template: { name: 'proposal_ready' },
    facts: { first_name: 'Person' },
  })
  const decide = (contactId: string, body: object) =>
    desk.api.POST('/api/v1/campaigns/{campaignId}/touches/decide', {
      ...desk.path(id),
      body: { contactId, step: 0, verdict: 'approve', ...body },
    })
  const edited = await must(decide(first!, { variables: { '1': 'dear Person' } }))
  expect(edited).toMatchObject({
    state: 'approved',
    template: { preview: { body: expect.stringMatching(/dear Person/) } },
  })
  await must(decide(second!, { verdict: 'reject' }))
  expect((await decide(second!, {})).error).toMatchObject({ code: 'already_decided' })
  expect(await must(desk.api.POST('/api/v1/campaigns/{campaignId}/approve', desk.path(id)))).toEqual({
    touches: 2,
  })
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await desk.received(4, 0))[0]!.body).toMatch(/^Hello dear Person,/)
  expect(await desk.received(4, 1)).toEqual([])
})

test('a pause stops it and resuming goes on, with nobody missed and nobody told twice', async () => {
  await desk.addContacts(5, 600)
  const [senderId] = desk.senderIds
  const setPace = (pace: number | null) =>
    must(
      desk.api.PATCH('/api/v1/senders/{senderId}', {
        params: { path: { senderId: senderId! } },
        body: { pace },
      }),
    )
  // Slow enough to be stopped on the way.
  await setPace(20)
  const id = await desk.create(5, { senderIds: [senderId] })
  await must(desk.launch(id))
  const statuses = async () => {
    const rows = await desk.query<{ status: string }>(
      `select message.status from touch join message on message.id = touch.message_id where campaign_id = $1`,
      [id],
    )
    const count = (some: readonly string[]) => rows.filter(({ status }) => some.includes(status)).length
    return {
      left: count(['accepted', 'sent', 'delivered']),
      leaving: count(['dispatching', 'accepted', 'sent']),
    }
  }
  await until(statuses, ({ left }) => left > 40)
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/pause', desk.path(id)))
  // What had left already arrives; from then on nothing moves.
  const { left: still } = await until(statuses, ({ leaving }) => leaving === 0)
  expect(still).toBeLessThan(600)
  await new Promise((done) => setTimeout(done, 1000))
  expect((await statuses()).left).toBe(still)
  await setPace(null)
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/resume', desk.path(id)))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 600,
  )
  for (let n = 0; n < 600; n += 1) expect((await desk.received(5, n)).length).toBe(1)
})

test('a reply ends the plan for that contact, and the next step goes only to the others', async () => {
  await desk.addContacts(6, 3)
  const step = desk.plan(6).steps[0]!
  const id = await desk.create(6, {
    kind: 'drip',
    steps: [step, { ...step, waitSeconds: 3600, variables: { '1': 'again' } }],
  })
  await must(desk.launch(id))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 3,
  )
  const [sent] = await desk.received(6, 0)
  await desk.hub.simulator.write(desk.address(6, 0), sent!.from, 'Yes please')
  await until(
    () => desk.look(id),
    ({ progress }) => progress.replied === 1,
  )
  await desk.hub.simulator.advanceClock(3700)
  await until(
    () => desk.look(id),
    ({ state, progress }) => state === 'done' && progress.delivered === 5,
  )
  expect((await desk.received(6, 0)).length).toBe(1)
  expect((await desk.received(6, 1)).map(({ body }) => body.slice(0, 12))).toEqual([
    'Hello Person',
    'Hello again,',
  ])
  const { items } = await must(desk.api.GET('/api/v1/conversations'))
  expect(items.map(({ contact }) => contact.address)).toContain(desk.address(6, 0))
})

test('a changed plan is said anew to those who have not heard it', async () => {
  await desk.addContacts(7, 3)
  const id = await desk.create(7, { approval: 'all' })
  await must(desk.launch(id))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.review === 3,
  )
  const body = desk.plan(7, { steps: [{ ...desk.plan(7).steps[0]!, variables: { '1': 'friend' } }] })
  const update = () => desk.api.PUT('/api/v1/campaigns/{campaignId}', { ...desk.path(id), body })
  expect((await update()).error).toMatchObject({ code: 'campaign_locked' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/pause', desk.path(id)))
  await must(update())
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/resume', desk.path(id)))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await desk.received(7, 0))[0]!.body).toMatch(/^Hello friend,/)
})

test('a canceled campaign says nothing more', async () => {
  await desk.addContacts(8, 3)
  const id = await desk.create(8, { approval: 'all' })
  await must(desk.launch(id))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.review === 3,
  )
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/cancel', desk.path(id)))
  expect((await desk.look(id)).progress).toMatchObject({ skipped: 3, review: 0 })
  expect(await desk.received(8, 0)).toEqual([])
})

test('a live audience takes in who comes to match later, once', async () => {
  await desk.addContacts(11, 2)
  const id = await desk.create(11, { audienceIsLive: true })
  await must(desk.launch(id))
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 2,
  )
  await desk.addContacts(12, 1)
  await desk.query(`update contact set language = 'g11' where language = 'g12'`)
  await desk.hub.simulator.advanceClock(120)
  await until(
    () => desk.look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await desk.look(id)).state).toBe('running')
  expect((await desk.received(11, 0)).length).toBe(1)
  expect((await desk.received(12, 0)).length).toBe(1)
})
