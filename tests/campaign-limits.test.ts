import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// What a campaign waits for without anybody's doing: a person who looks first, a day that is full, a night, a template.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const touches = async (id: string, state: 'review' | 'approved') =>
  (
    await must(
      desk.api.GET('/api/v1/campaigns/{campaignId}/touches', {
        params: { path: { campaignId: id }, query: { state } },
      }),
    )
  ).items
const notices = async (kind: string) =>
  (await must(desk.api.GET('/api/v1/notifications'))).items.filter((one) => one.kind === kind)

test('drafts are looked through before the launch: two edited, one rejected, the rest approved, then it goes', async () => {
  await desk.addContacts(1, 6)
  const id = await desk.create(1, { approval: 'all' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/prepare', desk.path(id)))
  await desk.comes(id, ({ state, progress }) => state === 'prepared' && progress.review === 6)
  const [first, second, third] = await touches(id, 'review')
  const decide = (contactId: string, body: object) =>
    must(
      desk.api.POST('/api/v1/campaigns/{campaignId}/touches/decide', {
        ...desk.path(id),
        body: { contactId, step: 0, verdict: 'approve', ...body },
      }),
    )
  await decide(first!.contact.id, { variables: { '1': 'dear one' } })
  await decide(second!.contact.id, { variables: { '1': 'dear two' } })
  await decide(third!.contact.id, { verdict: 'reject' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/approve', desk.path(id)))
  const before = await desk.comes(id, ({ progress }) => progress.approved === 5)
  expect(before.progress).toMatchObject({ queued: 0, accepted: 0, delivered: 0 })
  await must(desk.launch(id))
  expect((await desk.launch(id)).error).toMatchObject({ code: 'campaign_not_launchable' })
  const { progress } = await desk.comes(id, ({ state }) => state === 'done')
  expect(progress).toMatchObject({ recipients: 6, rejected: 1 })
  await desk.comes(id, (one) => one.progress.delivered === 5)
})

test('two campaigns write first to no more people than their portfolio may, and go on the next day', async () => {
  await Promise.all([desk.addContacts(2, 8), desk.addContacts(3, 8)])
  const sent = async () =>
    (
      await desk.query<{ people: number }>(
        'select coalesce(sum(people), 0)::int as people from portfolio_minute',
      )
    )[0]!.people
  // A day has passed since the others were written to.
  await desk.hub.simulator.advanceClock(26 * 3600)
  await desk.query(`update sender set waba_id = 'portfolio', messaging_limit = '10 Customers/24hr'`)
  await desk.query('delete from portfolio_minute')
  const ids = await Promise.all([2, 3].map((group) => desk.create(group)))
  for (const id of ids) await must(desk.launch(id))
  const delivered = async () => {
    const all = await Promise.all(ids.map((id) => desk.look(id)))
    return all.map(({ progress }) => progress.delivered).reduce((sum, each) => sum + each, 0)
  }
  await until(delivered, (count) => count === 10)
  const waits = async () =>
    await desk.query<{ count: number }>(
      `select count(*)::int as count from touch left join message on message.id = touch.message_id
       where campaign_id = any($1) and (touch.reason = 'daily_limit_reached' or message.status_reason = 'daily_limit_reached')`,
      [ids],
    )
  await until(waits, ([row]) => row!.count === 6)
  expect(await sent()).toBe(10)
  await desk.hub.simulator.advanceClock(25 * 3600)
  // Looked at before the hub's clock has followed, they would rest for another minute.
  const dueNow = () => desk.query(`update message set due_at = now() where status = 'queued'`)
  await until(
    async () => await dueNow().then(delivered),
    (count) => count === 16,
  )
  await desk.query(`update sender set messaging_limit = null`)
})

/** Hours in Berlin that began half an hour ago and last for two more. */
async function nightInBerlin() {
  const now = (await (await fetch(`${desk.hub.simulatorUrl}/simulator/api/clock`)).json()) as { now: string }
  const berlin = new Date(now.now).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })
  const minute = Number(berlin.slice(0, 2)) * 60 + Number(berlin.slice(3, 5))
  return { from: (minute + 1410) % 1440, until: (minute + 120) % 1440 }
}
const waitsForDay = (id: string) =>
  until(
    () => desk.query<{ reason: string }>('select reason from touch where campaign_id = $1', [id]),
    (rows) => rows.length === 2 && rows.every(({ reason }) => reason === 'quiet_hours'),
  )

test('nobody is disturbed at night, by the clock where they live', async () => {
  await desk.addContacts(4, 2)
  const id = await desk.create(4, { quiet: await nightInBerlin() })
  await must(desk.launch(id))
  await waitsForDay(id)
  await desk.hub.simulator.advanceClock(121 * 60)
  await desk.comes(id, ({ progress }) => progress.delivered === 2)
})

test('the quiet hours of the organization hold for campaigns that set none of their own', async () => {
  await desk.addContacts(10, 2)
  const settings = (quiet: { from: number; until: number } | null) =>
    must(desk.api.PUT('/api/v1/campaign-settings', { body: { quiet } }))
  const night = await nightInBerlin()
  expect(await settings(night)).toEqual({ quiet: night })
  const [silent, awake] = [
    await desk.create(10),
    // One quiet minute of its own, which is over.
    await desk.create(10, { quiet: { from: (night.from + 1439) % 1440, until: night.from } }),
  ]
  for (const id of [silent, awake]) await must(desk.launch(id))
  await desk.comes(awake, ({ progress }) => progress.delivered === 2)
  await waitsForDay(silent)
  expect(await settings(null)).toEqual({ quiet: null })
  await desk.hub.simulator.advanceClock(121 * 60)
  await desk.comes(silent, ({ progress }) => progress.delivered === 2)
})

test('a template that Meta pauses holds the campaign, its owner is told once, and it goes on when it is approved again', async () => {
  await desk.addContacts(5, 3)
  const verdict = async (status: string) => {
    await desk.hub.simulator.decide(`HX${'9'.repeat(32)}`, { status })
    await must(desk.api.POST('/api/v1/templates/sync'))
  }
  const id = await desk.create(5, { approval: 'all' })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.review === 3)
  await verdict('paused')
  const held = await desk.comes(id, ({ hold }) => hold !== null)
  expect(held.hold).toMatchObject({ reason: 'template_paused', template: 'proposal_ready' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/approve', desk.path(id)))
  expect((await notices('campaign_held')).length).toBe(1)
  expect(await desk.received(5, 0)).toEqual([])
  await verdict('approved')
  await desk.comes(id, ({ hold, progress }) => hold === null && progress.delivered === 3)
})

test('five of its messages that fail for the template within a minute hold the campaign', async () => {
  await desk.addContacts(6, 6)
  const id = await desk.create(6, { approval: 'all' })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.review === 6)
  await desk.query(
    `insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, origin, status, lane,
       priority, due_at, error_code, permit_id, permit_epoch, template_id, content_sid, variables, created_at)
     select conversation.organization_id, gen_random_uuid(), conversation.id, contact_id, sender_id, conversation.connector_id, 100 + n, 'out', 'template',
       'campaign', 'undelivered', 'none', 30, now(), 63041, campaign.permit_id, 0, $2, 'HX', '{}', now()
     from campaign, (select * from conversation where organization_id = $3 limit 1) as conversation, generate_series(1, 5) as n where campaign.id = $1`,
    [id, desk.templateId, desk.organizationId],
  )
  const { hold } = await desk.comes(id, (one) => one.hold !== null)
  expect(hold).toMatchObject({ reason: 'template_failing' })
  // What is called off waits for nothing any more.
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/cancel', desk.path(id)))
  expect(await must(desk.api.GET('/api/v1/campaigns/{campaignId}', desk.path(id)))).toMatchObject({
    state: 'canceled',
    hold: null,
  })
})

test('its owner is asked once when messages lack something', async () => {
  await desk.addContacts(7, 3)
  const id = await desk.create(7, { steps: [{ ...desk.plan(7).steps[0]!, variables: { '1': '{{city}}' } }] })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.held === 3)
  expect((await notices('touches_held')).map(({ facts }) => facts['campaignId'])).toEqual([id])
})

test('those that failed are tried again by what may be done about the error', async () => {
  await desk.addContacts(8, 3)
  const id = await desk.create(8)
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.delivered === 3)
  const failed = [63016, 63024, 63018]
  await desk.query(
    `update message set status = 'undelivered', error_code = given.code from (
       select message_id, ($2::int[])[row_number() over (order by contact_id)] as code from touch where campaign_id = $1) as given
     where message.id = given.message_id`,
    [id, failed],
  )
  const retry = async (body: { retry: 'never' | 'fix-first' | 'once-later' | 'next-day' }) =>
    (await must(desk.api.POST('/api/v1/campaigns/{campaignId}/retry', { ...desk.path(id), body }))).touches
  expect([await retry({ retry: 'next-day' }), await retry({ retry: 'once-later' })]).toEqual([0, 1])
  await desk.comes(id, ({ progress }) => progress.delivered === 1)
})

test('who does not want to wait has Twilio asked at once, and the campaign goes on when the template is approved', async () => {
  await desk.addContacts(9, 2)
  const release = async (id: string) =>
    (await must(desk.api.POST('/api/v1/campaigns/{campaignId}/release', desk.path(id)))).hold
  const sid = `HX${'9'.repeat(32)}`
  const id = await desk.create(9, { approval: 'all' })
  await must(desk.launch(id))
  await desk.comes(id, ({ progress }) => progress.review === 2)
  await desk.hub.simulator.decide(sid, { status: 'paused' })
  await must(desk.api.POST('/api/v1/templates/sync'))
  await desk.comes(id, ({ hold }) => hold !== null)
  expect(await release(id)).toMatchObject({ reason: 'template_paused' })
  // Nobody reads the templates again: the look alone tells that it is approved.
  await desk.hub.simulator.decide(sid, { status: 'approved' })
  expect(await release(id)).toBeNull()
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/approve', desk.path(id)))
  await desk.comes(id, ({ progress }) => progress.delivered === 2)
})
