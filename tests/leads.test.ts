import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn, signUp } from './world/session.ts'

// A lead is a deal with a contact; it moves through the stages of a pipeline.

let hub: Hub
let session: Session
let contactId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  const contacts = await until(
    async () => (await must(session.api.GET('/api/v1/contacts'))).items,
    (items) => items.length > 1,
  )
  contactId = contacts[0]!.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const pipelines = async (of = session) => (await must(of.api.GET('/api/v1/pipelines'))).items
const create = (body: object) =>
  must(session.api.POST('/api/v1/leads', { body: { contactId, title: 'A deal', ...body } as never }))
const move = (leadId: string, stageId: string, beforeId: string | null = null) =>
  session.api.POST('/api/v1/leads/{leadId}/move', {
    params: { path: { leadId } },
    body: { stageId, beforeId },
  })
const titles = async (query: object) =>
  (await must(session.api.GET('/api/v1/leads', { params: { query: query as never } }))).items.map(
    ({ title }) => title,
  )
const newPipeline = (name: string) => must(session.api.POST('/api/v1/pipelines', { body: { name } }))
const save = (pipelineId: string, body: object) =>
  session.api.PATCH('/api/v1/pipelines/{pipelineId}', {
    params: { path: { pipelineId } },
    body: body as never,
  })

describe('pipelines', () => {
  test('the first makes itself, once, also when many look at once', async () => {
    const nora = (await signUp(hub.url, 'Nora', 'nora@leads.test', password))!
    await must(nora.api.POST('/api/v1/organizations', { body: { name: 'Nora’s shop' } }))
    const seen = await Promise.all(Array.from({ length: 8 }, () => pipelines(nora)))
    expect(new Set(seen.map((items) => items.map(({ id }) => id).join()))).toHaveLength(1)
    expect(seen[0]).toMatchObject([
      {
        name: 'Sales',
        stages: [
          { name: 'New', kind: 'open', leadCount: 0, totals: [] },
          { name: 'Qualified', kind: 'open' },
          { name: 'Proposal', kind: 'open' },
          { name: 'Won', kind: 'won' },
          { name: 'Lost', kind: 'lost' },
        ],
      },
    ])
  })

  test('stages are told anew in their order; one with leads cannot be left out, and then nothing is changed', async () => {
    const pipeline = await newPipeline('Weddings')
    const [first, second] = pipeline.stages
    const stages = [
      { name: 'Visit', kind: 'open' },
      { id: second!.id, name: 'Offer', kind: 'open' },
      { id: first!.id, name: 'Asked', kind: 'open' },
      { name: 'Booked', kind: 'won' },
    ]
    const saved = await must(save(pipeline.id, { stages }))
    expect(saved.stages.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'Visit open',
      'Offer open',
      'Asked open',
      'Booked won',
    ])
    expect(saved.stages[1]!.id).toBe(second!.id)
    const lead = await create({ pipelineId: pipeline.id, stageId: first!.id })
    const refused = await save(pipeline.id, { name: 'Other', stages: stages.slice(0, 2) })
    expect(refused.error).toMatchObject({ code: 'stage_in_use', facts: { stage: 'Asked' } })
    expect((await pipelines()).find(({ id }) => id === pipeline.id)).toMatchObject({ name: 'Weddings' })
    const path = { pipelineId: pipeline.id }
    const kept = await session.api.DELETE('/api/v1/pipelines/{pipelineId}', { params: { path } })
    expect(kept.error).toMatchObject({ code: 'stage_in_use' })
    await must(session.api.DELETE('/api/v1/leads/{leadId}', { params: { path: { leadId: lead.id } } }))
    await must(session.api.DELETE('/api/v1/pipelines/{pipelineId}', { params: { path } }))
    expect((await pipelines()).some(({ id }) => id === pipeline.id)).toBe(false)
    expect(
      (await save(pipeline.id, { stages: [{ id: contactId, name: 'x', kind: 'open' }] })).response.status,
    ).toBe(404)
  })
})

describe('leads', () => {
  test('begin at the first stage, and the stage tells how many and how much', async () => {
    const { id: pipelineId, stages } = await newPipeline('Rooms')
    await create({ pipelineId, title: 'Five nights', value: 1_250_500_000, currency: 'EUR' })
    await create({ pipelineId, title: 'Two nights', value: 300_000_000, currency: 'EUR' })
    await create({ pipelineId, title: 'Conference', value: 9_000_000_000, currency: 'USD' })
    await create({ pipelineId, title: 'Perhaps' })
    expect(await titles({ stageId: stages[0]!.id })).toEqual([
      'Five nights',
      'Two nights',
      'Conference',
      'Perhaps',
    ])
    const [now] = (await pipelines()).find(({ id }) => id === pipelineId)!.stages
    expect(now).toMatchObject({
      leadCount: 4,
      totals: [
        { currency: 'EUR', value: 1_550_500_000 },
        { currency: 'USD', value: 9_000_000_000 },
      ],
    })
  })

  test('keep the place they are given, however often they change places', async () => {
    const { id: pipelineId, stages } = await newPipeline('Places')
    const stageId = stages[0]!.id
    const [a, b, c] = [
      await create({ pipelineId, title: 'a' }),
      await create({ pipelineId, title: 'b' }),
      await create({ pipelineId, title: 'c' }),
    ]
    await must(move(c.id, stageId, b.id))
    expect(await titles({ stageId })).toEqual(['a', 'c', 'b'])
    await must(move(b.id, stageId, a.id))
    expect(await titles({ stageId })).toEqual(['b', 'a', 'c'])
    // Each time between the same two neighbours: halves of halves stay exact.
    for (let turn = 0; turn < 60; turn += 1) {
      const moved = turn % 2 === 0 ? c : a
      await must(move(moved.id, stageId, turn % 2 === 0 ? a.id : c.id))
    }
    expect(await titles({ stageId })).toEqual(['b', 'a', 'c'])
    await must(move(b.id, stageId))
    expect(await titles({ stageId })).toEqual(['a', 'c', 'b'])
  })

  test('moved by many at once, each stands in one place', async () => {
    const { id: pipelineId, stages } = await newPipeline('Crowd')
    const leads = []
    for (const title of 'abcdefgh') leads.push(await create({ pipelineId, title }))
    await Promise.all(leads.map(({ id }, n) => must(move(id, stages[1 + (n % 2)]!.id, null))))
    await Promise.all(leads.map(({ id }) => must(move(id, stages[2]!.id, null))))
    expect((await titles({ stageId: stages[2]!.id })).toSorted()).toEqual([...'abcdefgh'])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { stageId: stages[2]!.id, limit: 3, ...(cursor ? { cursor } : {}) }
      const page = await must(session.api.GET('/api/v1/leads', { params: { query } }))
      seen.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(await titles({ stageId: stages[2]!.id }))
  })

  test('a move to another stage is a line of the contact’s timeline with who did it, a change of place is not', async () => {
    const { id: pipelineId, stages } = await newPipeline('Lines')
    const lead = await create({ pipelineId, title: 'Wedding in May' })
    await must(move(lead.id, stages[0]!.id))
    const moved = await must(move(lead.id, stages[3]!.id))
    expect(moved).toMatchObject({ stage: { name: 'Won', kind: 'won' }, contact: { id: contactId } })
    await must(session.api.DELETE('/api/v1/leads/{leadId}', { params: { path: { leadId: lead.id } } }))
    const path = { contactId }
    const { items } = await must(
      session.api.GET('/api/v1/contacts/{contactId}/timeline', { params: { path } }),
    )
    const lines = items.filter(({ facts }) => facts['title'] === 'Wedding in May')
    expect(lines).toMatchObject([
      { kind: 'lead_removed' },
      { kind: 'lead_moved', actor: { name: 'Marta Aurora' }, facts: { from: 'New', to: 'Won' } },
      { kind: 'lead_created', facts: { stage: 'New' } },
    ])
  })

  test('are changed one fact at a time, and owned by members who answer', async () => {
    const lead = await create({ title: 'Five nights', value: 5_000_000, currency: 'EUR' })
    const change = (body: object) =>
      session.api.PATCH('/api/v1/leads/{leadId}', {
        params: { path: { leadId: lead.id } },
        body: body as never,
      })
    expect(await must(change({ title: 'Six nights' }))).toMatchObject({
      title: 'Six nights',
      value: 5_000_000,
    })
    expect(await must(change({ value: null }))).toMatchObject({ value: null, currency: 'EUR' })
    const { items: members } = await must(session.api.GET('/api/v1/members'))
    const owned = await must(change({ ownerId: members[0]!.id }))
    expect(owned.owner).toEqual({ memberId: members[0]!.id, name: 'Marta Aurora' })
    expect(await titles({ ownerId: members[0]!.id })).toEqual(['Six nights'])
    expect((await change({ ownerId: contactId })).response.status).toBe(422)
    expect((await change({ currency: 'euro' })).response.status).toBe(422)
    expect((await change({ value: -1 })).response.status).toBe(422)
  })

  test('stay in their pipeline, and before a lead of the same stage', async () => {
    const [one, two] = [await newPipeline('One'), await newPipeline('Two')]
    const lead = await create({ pipelineId: one.id })
    const other = await create({ pipelineId: two.id })
    expect((await move(lead.id, two.stages[0]!.id)).response.status).toBe(404)
    expect((await move(lead.id, one.stages[0]!.id, other.id)).response.status).toBe(404)
    const wrong = { contactId, title: 'x', pipelineId: one.id, stageId: two.stages[0]!.id }
    expect((await session.api.POST('/api/v1/leads', { body: wrong as never })).response.status).toBe(404)
  })
})
