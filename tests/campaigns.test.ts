import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../server/platform/ids.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// A plan of outbound contact through the whole hub: launched once, paced, reviewed, paused, answered and reported.

let hub: Hub
let session: Session
let organizationId: string
let connectorId: string
let senderIds: string[]
let templateId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  await hub.simulator.putContent(`HX${'9'.repeat(32)}`, {
    account_sid: twilioAccount.sid,
    friendly_name: 'proposal_ready',
    language: 'en',
    variables: { '1': 'Ana' },
    types: { 'twilio/text': { body: 'Hello {{1}}, your proposal is ready. Shall we look at it together?' } },
    approval: { name: 'proposal_ready', category: 'MARKETING', status: 'approved' },
  })
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  ;({ id: templateId, connectorId } = items.find(({ name }) => name === 'proposal_ready')!)
  const senders = await must(
    session.api.GET('/api/v1/connectors/{connectorId}/senders', { params: { path: { connectorId } } }),
  )
  senderIds = senders.items.filter(({ active }) => active).map(({ id }) => id)
  const { rows } = await asOwner(hub.databaseUrl, (client) =>
    client.query<{ id: string }>(`select organization_id as id from connector where id = $1`, [connectorId]),
  )
  organizationId = rows[0]!.id
}, 120_000)
afterAll(() => hub?.[Symbol.asyncDispose]())

const address = (group: number, n: number) => `whatsapp:+4930${String(group * 100_000 + n).padStart(7, '0')}`

/** Contacts of a group, with phones, who agreed to hear from us where `optedIn`. */
async function addContacts(group: number, count: number, optedIn = true): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  const addresses = ids.map((_, n) => address(group, n))
  await asOwner(hub.databaseUrl, async (client) => {
    const given = [organizationId, ids, addresses]
    await client.query(
      `insert into contact (organization_id, id, name, language, country, created_at)
       select $1, id, 'Person ' || address, $4, 'DE', now() from unnest($2::uuid[], $3::text[]) as g (id, address)`,
      [...given, `g${group}`],
    )
    await client.query(
      `insert into contact_identity (organization_id, address, contact_id, kind) select $1, address, id, 'phone' from unnest($2::uuid[], $3::text[]) as g (id, address)`,
      given,
    )
    if (optedIn)
      await client.query(
        `insert into consent (organization_id, id, contact_id, kind, source, wording, at)
         select $1, gen_random_uuid(), id, 'opt_in', 'import', 'I want to hear from Northwind', now() - interval '1 day' from unnest($2::uuid[]) as g (id)`,
        given.slice(0, 2),
      )
  })
  for (const each of addresses) await hub.simulator.addPhone({ address: each, profile_name: 'Person' })
  return ids
}

const plan = (group: number, changes: object = {}) => ({
  name: `Proposals ${group}`,
  kind: 'one_shot' as const,
  connectorId,
  senderIds,
  audience: { all: [{ field: 'language' as const, is: [`g${group}`] }] },
  steps: [{ text: '', waitSeconds: 0, templateId, variables: { '1': '{{first_name|there}}' } }],
  approval: 'none' as const,
  ...changes,
})
const create = async (group: number, changes?: object) =>
  (await must(session.api.POST('/api/v1/campaigns', { body: plan(group, changes) }))).id
const path = (campaignId: string) => ({ params: { path: { campaignId } } })
const launch = (id: string) => session.api.POST('/api/v1/campaigns/{campaignId}/launch', path(id))
const look = async (id: string) => await must(session.api.GET('/api/v1/campaigns/{campaignId}', path(id)))
const outcomes = async (id: string) =>
  (await must(session.api.GET('/api/v1/campaigns/{campaignId}/report', path(id)))).outcomes
const received = async (group: number, n: number) =>
  (await hub.simulator.messages(address(group, n))).filter(({ direction }) => direction === 'in')

test('everybody who agreed gets it once, the others are skipped with the reason, and the report tells all', async () => {
  await addContacts(1, 120)
  await asOwner(hub.databaseUrl, (client) =>
    client.query(
      `insert into suppression (sender_address, contact_address, since) select address, $2, now() from sender where id = any($1)`,
      [senderIds, address(1, 7)],
    ),
  )
  const strangers = await addContacts(2, 3, false)
  await asOwner(hub.databaseUrl, (client) =>
    client.query(`update contact set language = 'g1' where id = any($1)`, [strangers]),
  )
  const seen = await must(
    session.api.POST('/api/v1/campaigns/audience', { body: { audience: plan(1).audience, senderIds } }),
  )
  expect(seen).toMatchObject({ contacts: 123, optedIn: 120, optedOut: 1, windowOpen: 0 })
  const id = await create(1)
  await must(launch(id))
  const done = await until(
    () => look(id),
    ({ state, progress }) => state === 'done' && progress.delivered === 119,
    30,
  )
  expect(done.progress).toMatchObject({ recipients: 123, skipped: 4, failed: 0, unknown: 0, queued: 0 })
  expect(await outcomes(id)).toEqual([
    { outcome: 'delivered', reason: null, count: 119 },
    { outcome: 'skipped', reason: 'no_opt_in', count: 3 },
    { outcome: 'skipped', reason: 'opted_out', count: 1 },
  ])
  for (let n = 0; n < 120; n += 1) {
    const bodies = (await received(1, n)).map(({ body }) => body)
    expect(bodies).toEqual(
      n === 7 ? [] : ['Hello Person, your proposal is ready. Shall we look at it together?'],
    )
  }
  const table = await session.api.GET('/api/v1/campaigns/{campaignId}/report.csv', {
    ...path(id),
    parseAs: 'text',
  })
  const lines = String(table.data).trim().split('\r\n')
  expect(lines.length).toBe(124)
  expect(lines[0]).toBe('name,number,outcome,reason,step,template,state,replied_at,updated_at')
  const { items: inbox } = await must(session.api.GET('/api/v1/conversations'))
  expect(inbox.filter(({ contact }) => contact.address.startsWith('whatsapp:+4930'))).toEqual([])
}, 60_000)

test('an audience is a stage of the pipeline in some countries, of people who agreed', async () => {
  const [german, other] = await addContacts(9, 2)
  const [silent] = await addContacts(10, 1, false)
  const { items } = await must(session.api.GET('/api/v1/pipelines'))
  const { stages } = items[0]!
  const [first, second] = [stages[0], stages.at(-1)]
  for (const [contactId, stageId] of [
    [german!, second!.id],
    [other!, first!.id],
    [silent!, second!.id],
  ] as const)
    await must(session.api.POST('/api/v1/leads', { body: { contactId, stageId, title: 'A deal' } }))
  const count = async (countries: string[]) => {
    const all = [
      { field: 'stage' as const, is: [second!.id] },
      { field: 'country' as const, is: countries },
      { field: 'opted_in' as const, is: true },
    ]
    const body = { audience: { all }, senderIds }
    return (await must(session.api.POST('/api/v1/campaigns/audience', { body }))).contacts
  }
  expect([await count(['BR', 'DE']), await count(['BR'])]).toEqual([1, 0])
})

test('of twenty who launch it at once, one does', async () => {
  await addContacts(3, 5)
  const id = await create(3)
  const answers = await Promise.all(Array.from({ length: 20 }, () => launch(id)))
  expect(answers.filter(({ response }) => response.ok).length).toBe(1)
  expect(new Set(answers.flatMap(({ error }) => error?.code ?? []))).toEqual(
    new Set(['campaign_not_launchable']),
  )
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 5,
  )
  for (let n = 0; n < 5; n += 1) expect((await received(3, n)).length).toBe(1)
})

test('drafts wait for a person, who edits, rejects and approves', async () => {
  const [first, second] = await addContacts(4, 4)
  const id = await create(4, { approval: 'all' })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.review === 4,
  )
  const queue = await must(session.api.GET('/api/v1/campaigns/{campaignId}/touches', path(id)))
  expect(queue.items[0]).toMatchObject({
    template: { name: 'proposal_ready' },
    facts: { first_name: 'Person' },
  })
  const decide = (contactId: string, body: object) =>
    session.api.POST('/api/v1/campaigns/{campaignId}/touches/decide', {
      ...path(id),
      body: { contactId, step: 0, verdict: 'approve', ...body },
    })
  const edited = await must(decide(first!, { variables: { '1': 'dear Person' } }))
  expect(edited).toMatchObject({
    state: 'approved',
    template: { preview: { body: expect.stringMatching(/dear Person/) } },
  })
  await must(decide(second!, { verdict: 'reject' }))
  expect((await decide(second!, {})).error).toMatchObject({ code: 'already_decided' })
  expect(await must(session.api.POST('/api/v1/campaigns/{campaignId}/approve', path(id)))).toEqual({
    touches: 2,
  })
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await received(4, 0))[0]!.body).toMatch(/^Hello dear Person,/)
  expect(await received(4, 1)).toEqual([])
})

test('a pause stops it and resuming goes on, with nobody missed and nobody told twice', async () => {
  await addContacts(5, 600)
  const id = await create(5, { senderIds: senderIds.slice(0, 1) })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.accepted + progress.delivered > 40,
    30,
  )
  await must(session.api.POST('/api/v1/campaigns/{campaignId}/pause', path(id)))
  const count = async () => {
    const { progress } = await look(id)
    return progress.accepted + progress.delivered + progress.read
  }
  // What had left already arrives; from then on nothing moves.
  await new Promise((done) => setTimeout(done, 1500))
  const still = await count()
  expect(still).toBeLessThan(600)
  await new Promise((done) => setTimeout(done, 1000))
  expect(await count()).toBe(still)
  await must(session.api.POST('/api/v1/campaigns/{campaignId}/resume', path(id)))
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 600,
    40,
  )
  for (let n = 0; n < 600; n += 1) expect((await received(5, n)).length).toBe(1)
}, 90_000)

test('a reply ends the plan for that contact, and the next step goes only to the others', async () => {
  await addContacts(6, 3)
  const step = plan(6).steps[0]!
  const id = await create(6, {
    kind: 'drip',
    steps: [step, { ...step, waitSeconds: 3600, variables: { '1': 'again' } }],
  })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 3,
  )
  const [sent] = await received(6, 0)
  await hub.simulator.write(address(6, 0), sent!.from, 'Yes please')
  await until(
    () => look(id),
    ({ progress }) => progress.replied === 1,
  )
  await hub.simulator.advanceClock(3700)
  await until(
    () => look(id),
    ({ state, progress }) => state === 'done' && progress.delivered === 5,
  )
  expect((await received(6, 0)).length).toBe(1)
  expect((await received(6, 1)).map(({ body }) => body.slice(0, 12))).toEqual([
    'Hello Person',
    'Hello again,',
  ])
  const { items } = await must(session.api.GET('/api/v1/conversations'))
  expect(items.map(({ contact }) => contact.address)).toContain(address(6, 0))
})

test('a changed plan is said anew to those who have not heard it', async () => {
  await addContacts(7, 3)
  const id = await create(7, { approval: 'all' })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.review === 3,
  )
  const body = plan(7, { steps: [{ ...plan(7).steps[0]!, variables: { '1': 'friend' } }] })
  const update = () => session.api.PUT('/api/v1/campaigns/{campaignId}', { ...path(id), body })
  expect((await update()).error).toMatchObject({ code: 'campaign_locked' })
  await must(session.api.POST('/api/v1/campaigns/{campaignId}/pause', path(id)))
  await must(update())
  await must(session.api.POST('/api/v1/campaigns/{campaignId}/resume', path(id)))
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await received(7, 0))[0]!.body).toMatch(/^Hello friend,/)
})

test('a canceled campaign says nothing more', async () => {
  await addContacts(8, 3)
  const id = await create(8, { approval: 'all' })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.review === 3,
  )
  await must(session.api.POST('/api/v1/campaigns/{campaignId}/cancel', path(id)))
  expect((await look(id)).progress).toMatchObject({ skipped: 3, review: 0 })
  expect(await received(8, 0)).toEqual([])
})

test('a live audience takes in who comes to match later, once', async () => {
  await addContacts(11, 2)
  const id = await create(11, { audienceIsLive: true })
  await must(launch(id))
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 2,
  )
  await addContacts(12, 1)
  await asOwner(hub.databaseUrl, (client) =>
    client.query(`update contact set language = 'g11' where language = 'g12'`),
  )
  await hub.simulator.advanceClock(120)
  await until(
    () => look(id),
    ({ progress }) => progress.delivered === 3,
  )
  expect((await look(id)).state).toBe('running')
  expect((await received(11, 0)).length).toBe(1)
  expect((await received(12, 0)).length).toBe(1)
})
