import type { paths } from '../sdk/src/generated/api.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// Many drafts are decided in one request, and only those that are meant.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

/** A campaign whose drafts wait. */
async function prepared(group: number, count: number): Promise<string> {
  await desk.addContacts(group, count)
  const id = await desk.create(group, { approval: 'all' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/prepare', desk.path(id)))
  await desk.comes(id, ({ progress }) => progress.review === count)
  return id
}
const queue = (id: string, query: object = {}) =>
  must(
    desk.api.GET('/api/v1/campaigns/{campaignId}/touches', {
      params: { ...desk.path(id).params, query },
    }),
  )
type Decisions = NonNullable<
  paths['/api/v1/campaigns/{campaignId}/touches/decide-many']['post']['requestBody']
>['content']['application/json']
const decide = async (id: string, body: Decisions) =>
  (
    await must(
      desk.api.POST('/api/v1/campaigns/{campaignId}/touches/decide-many', { ...desk.path(id), body }),
    )
  ).touches

test('those that are named are decided, each once, and nobody else', async () => {
  const id = await prepared(1, 6)
  const { items, matching } = await queue(id)
  expect(matching).toBe(6)
  const named = items.slice(0, 3).map(({ contact, step }) => ({ contactId: contact.id, step }))
  expect(await decide(id, { verdict: 'approve', which: { touches: named } })).toBe(3)
  expect(await decide(id, { verdict: 'reject', which: { touches: named } })).toBe(0)
  expect((await desk.look(id)).progress).toMatchObject({ approved: 3, review: 3, rejected: 0 })
})

test('all that match a search are rejected, and hear nothing of the campaign', async () => {
  const id = await prepared(2, 130)
  // Numbers 100 to 129 of the group.
  const search = desk.address(2, 100).replace('whatsapp:', '').slice(0, -2)
  const found = await queue(id, { search, limit: 10 })
  expect(found.matching).toBe(30)
  expect(found.items.length).toBe(10)
  expect(await decide(id, { verdict: 'reject', which: { search } })).toBe(30)
  expect((await queue(id, { search })).matching).toBe(0)
  expect((await desk.look(id)).progress).toMatchObject({ review: 100, rejected: 30 })
  const skipped = await desk.query<{ count: number }>(
    `select count(*)::int as count from recipient where campaign_id = $1 and state = 'skipped' and reason = 'rejected'`,
    [id],
  )
  expect(skipped).toEqual([{ count: 30 }])
  expect(await decide(id, { verdict: 'approve', which: { search: '' } })).toBe(100)
})

test('what lacks something is not approved with others, and can be rejected with them', async () => {
  await desk.addContacts(3, 4)
  const step = { ...desk.plan(3).steps[0]!, variables: { '1': '{{lead.title}}' } }
  const id = await desk.create(3, { approval: 'all', steps: [step] })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/prepare', desk.path(id)))
  await desk.comes(id, ({ progress }) => progress.held === 4)
  const all = { which: { search: '' } }
  expect(await decide(id, { verdict: 'approve', state: 'held', ...all })).toBe(0)
  expect(await decide(id, { verdict: 'approve', state: 'review', ...all })).toBe(0)
  expect(await decide(id, { verdict: 'reject', state: 'held', ...all })).toBe(4)
})

test('a campaign of one message has one step, whoever plans or changes it', async () => {
  const [step] = desk.plan(4).steps
  const body = desk.plan(4, { steps: [step, { ...step, waitSeconds: 3600 }] })
  const made = await desk.api.POST('/api/v1/campaigns', { body })
  expect([made.response.status, made.error?.code]).toEqual([409, 'one_message_has_one_step'])
  const id = await desk.create(4)
  const changed = await desk.api.PUT('/api/v1/campaigns/{campaignId}', { ...desk.path(id), body })
  expect(changed.error?.code).toBe('one_message_has_one_step')
  expect((await desk.look(id)).steps.length).toBe(1)
  expect(
    (await desk.api.POST('/api/v1/campaigns', { body: { ...body, kind: 'drip' } })).response.status,
  ).toBe(201)
})
