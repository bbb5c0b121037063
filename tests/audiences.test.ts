import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContactCondition } from '../contract/contact-filter.ts'
import { type Hub, startHub, until } from './hub.ts'
import { must, type Session, signUp } from './world/session.ts'

// One filter for the table of contacts, for saved filters and for campaigns.

let hub: Hub
let session: Session
const fields: Record<string, string> = {}
let importId: string
let stageId: string
let ownerId: string

const list = [
  'Name,Phone,Language,Tags,Room,Stays,Since,Likes,Opt-in text',
  'Ana,+5511987650001,pt,VIP;press,Suite 4,12,2020-05-01,Spa;Pool,Yes',
  'Bruno,+5511987650002,pt-BR,press,Double 7,3,2024-01-15,Pool,',
  'Carla,+4930123001,de,,suite 9,,2019-12-31,,Yes',
  'Dan,+14165550100,en,vip,,1.5,,Spa,',
  'Eve,+12025550199,en,,100% cotton,7,2026-01-01,,',
].join('\n')

beforeAll(async () => {
  hub = await startHub()
  session = (await signUp(hub.url, 'Olga', 'olga@filters.test', 'long enough 1'))!
  await must(session.api.POST('/api/v1/organizations', { body: { name: 'Filters' } }))
  for (const [name, kind, options] of [
    ['Room', 'text', []],
    ['Stays', 'number', []],
    ['Since', 'date', []],
    ['Likes', 'multi_select', ['Spa', 'Pool']],
  ] as const) {
    const body = { name, kind, options: [...options] }
    fields[name] = (await must(session.api.POST('/api/v1/contact-fields', { body }))).id
  }
  importId = await bring(list)
  await bring('Name,Phone\nFred,+33612340001\n')
  const ana = await named('Ana')
  ownerId = (await must(session.api.GET('/api/v1/members'))).items[0]!.id
  await must(
    session.api.PATCH('/api/v1/contacts/{contactId}', {
      params: { path: { contactId: ana.id } },
      body: { ownerId },
    }),
  )
  const lead = await must(
    session.api.POST('/api/v1/leads', {
      body: { contactId: ana.id, title: 'Wedding', value: null, currency: 'USD', ownerId: null },
    }),
  )
  stageId = lead.stage.id
  const consent = (contactId: string, kind: 'opt_in' | 'opt_out') =>
    must(
      session.api.POST('/api/v1/contacts/{contactId}/consents', {
        params: { path: { contactId } },
        body: { kind, wording: 'no more', place: 'phone', senderId: null },
      }),
    )
  await consent((await named('Carla')).id, 'opt_out')
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function bring(content: string): Promise<string> {
  const form = new FormData()
  form.append('start', 'true')
  form.append('file', new File([content], 'list.csv', { type: 'text/csv' }))
  const { id } = await must(
    session.api.POST('/api/v1/contacts/import', {
      body: form as never,
      bodySerializer: (body) => body as unknown as FormData,
    }),
  )
  const done = await until(
    () =>
      must(session.api.GET('/api/v1/contacts/imports/{importId}', { params: { path: { importId: id } } })),
    ({ state }) => state !== 'running',
    240,
  )
  expect(done).toMatchObject({ state: 'done', problems: 0 })
  return id
}

const search = (
  all: ContactCondition[],
  more: { sort?: 'newest' | 'name'; limit?: number; cursor?: string } = {},
) =>
  must(
    session.api.POST('/api/v1/contacts/search', {
      body: { filter: { all }, sort: 'name', limit: 50, ...more },
    }),
  )
const names = async (...all: ContactCondition[]) => (await search(all)).items.map(({ name }) => name)
const named = async (name: string) => (await search([{ field: 'search', is: name }])).items[0]!
const own = (
  name: string,
  is: Extract<ContactCondition, { field: 'own_field' }>['is'],
): ContactCondition => ({
  field: 'own_field',
  fieldId: fields[name]!,
  is,
})

describe('a condition finds whom it names, and the count agrees', () => {
  test.each<[string, () => ContactCondition[], string[]]>([
    ['no condition', () => [], ['Ana', 'Bruno', 'Carla', 'Dan', 'Eve', 'Fred']],
    ['a country, not its neighbour of the same code', () => [{ field: 'country', is: ['US'] }], ['Eve']],
    ['two countries', () => [{ field: 'country', is: ['CA', 'DE'] }], ['Carla', 'Dan']],
    ['a language with its regions', () => [{ field: 'language', is: ['pt'] }], ['Ana', 'Bruno']],
    ['a region of a language', () => [{ field: 'language', is: ['pt-BR'] }], ['Bruno']],
    ['a tag', () => [{ field: 'tag', is: ['press'] }], ['Ana', 'Bruno']],
    ['one of two tags', () => [{ field: 'tag', is: ['press', 'vip'] }], ['Ana', 'Bruno', 'Dan']],
    ['an owner', () => [{ field: 'owner', is: [ownerId] }], ['Ana']],
    ['a list', () => [{ field: 'import', is: [importId] }], ['Ana', 'Bruno', 'Carla', 'Dan', 'Eve']],
    ['a stage', () => [{ field: 'stage', is: [stageId] }], ['Ana']],
    ['who opted in', () => [{ field: 'consent', is: ['opted_in'] }], ['Ana']],
    ['who opted out', () => [{ field: 'consent', is: ['opted_out'] }], ['Carla']],
    ['of whom nothing is known', () => [{ field: 'consent', is: ['none'] }], ['Bruno', 'Dan', 'Eve', 'Fred']],
    ['opted in, shortly', () => [{ field: 'opted_in', is: true }], ['Ana']],
    [
      'who never wrote',
      () => [{ field: 'has_written', is: false }],
      ['Ana', 'Bruno', 'Carla', 'Dan', 'Eve', 'Fred'],
    ],
    ['who wrote', () => [{ field: 'has_written', is: true }], []],
    ['a name', () => [{ field: 'search', is: 'BRU' }], ['Bruno']],
    ['a number', () => [{ field: 'search', is: '+49 30 123' }], ['Carla']],
    ['a text', () => [own('Room', { test: 'equals', value: 'SUITE 4' })], ['Ana']],
    ['a part of a text', () => [own('Room', { test: 'contains', value: 'suite' })], ['Ana', 'Carla']],
    ['a sign that means something to like', () => [own('Room', { test: 'contains', value: '0%' })], ['Eve']],
    ['a number of times', () => [own('Stays', { test: 'equals', value: 3 })], ['Bruno']],
    ['more than', () => [own('Stays', { test: 'greater', value: 3 })], ['Ana', 'Eve']],
    ['less than', () => [own('Stays', { test: 'less', value: 3 })], ['Dan']],
    ['before a day', () => [own('Since', { test: 'before', value: '2020-05-01' })], ['Carla']],
    ['after a day', () => [own('Since', { test: 'after', value: '2020-05-01' })], ['Bruno', 'Eve']],
    ['one of the choices', () => [own('Likes', { test: 'any_of', value: ['Spa'] })], ['Ana', 'Dan']],
    ['with a value', () => [own('Likes', { test: 'known', value: true })], ['Ana', 'Bruno', 'Dan']],
    ['without a value', () => [own('Likes', { test: 'known', value: false })], ['Carla', 'Eve', 'Fred']],
    ['a number asked of a text', () => [own('Room', { test: 'greater', value: 1 })], []],
    ['a text that would be a statement', () => [own('Room', { test: 'equals', value: "' or true --" })], []],
    [
      'all of several',
      () => [
        { field: 'tag', is: ['press'] },
        { field: 'opted_in', is: true },
      ],
      ['Ana'],
    ],
  ])('%s', async (_, all, expected) => {
    expect(await names(...all())).toEqual(expected)
    const counted = session.api.POST('/api/v1/contacts/count', { body: { filter: { all: all() } } })
    expect(await must(counted)).toEqual({ count: expected.length, more: false })
  })

  test('and nothing that is not one is taken', async () => {
    for (const condition of [
      { field: 'owner', is: ['x'] },
      { field: 'tag', is: [] },
      { field: 'name; drop table contact', is: ['x'] },
      { field: 'own_field', fieldId: fields['Room'], is: { test: '= 1 or', value: 'x' } },
    ]) {
      const body = { filter: { all: [condition as never] }, sort: 'name' as const, limit: 50 }
      expect((await session.api.POST('/api/v1/contacts/search', { body })).response.status).toBe(422)
    }
  })
})

test.each(['newest', 'name'] as const)('pages sorted by %s hold everybody once', async (sort) => {
  const seen: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await search([], { sort, limit: 2, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.toSorted()).toEqual(['Ana', 'Bruno', 'Carla', 'Dan', 'Eve', 'Fred'])
  if (sort === 'name') expect(seen).toEqual(seen.toSorted())
  else expect(seen[0]).toBe('Fred')
  const body = { sort, limit: 2, cursor: 'bm90IG91cnM' }
  expect((await session.api.POST('/api/v1/contacts/search', { body })).error).toMatchObject({
    code: 'invalid_request',
  })
})

test('what contacts have is counted', async () => {
  expect(await must(session.api.GET('/api/v1/contacts/facets'))).toEqual({
    countries: [{ value: 'BR', count: 2 }, ...['CA', 'DE', 'FR', 'US'].map((value) => ({ value, count: 1 }))],
    languages: [
      { value: 'en', count: 2 },
      { value: 'pt', count: 2 },
      { value: 'de', count: 1 },
      { value: 'fr', count: 1 },
    ],
    tags: [
      { value: 'press', count: 2 },
      { value: 'VIP', count: 1 },
      { value: 'vip', count: 1 },
    ],
  })
})

test('tags are put on and taken off everybody a filter holds, or some of them', async () => {
  const change = (body: object) =>
    must(
      session.api.POST('/api/v1/contacts/tags', {
        body: { filter: { all: [] }, contactIds: null, add: [], remove: [], ...body },
      }),
    )
  const brazil: ContactCondition[] = [{ field: 'country', is: ['BR'] }]
  expect(await change({ filter: { all: brazil }, add: ['Carnival'] })).toEqual({ changed: 2 })
  expect(await names({ field: 'tag', is: ['Carnival'] })).toEqual(['Ana', 'Bruno'])
  expect(await change({ filter: { all: brazil }, add: ['carnival'] })).toEqual({ changed: 0 })
  const contactIds = [(await named('Ana')).id, (await named('Fred')).id]
  expect(await change({ contactIds, remove: ['CARNIVAL'] })).toEqual({ changed: 1 })
  expect(await names({ field: 'tag', is: ['Carnival'] })).toEqual(['Bruno'])
  expect((await named('Ana')).tags).toEqual(['press', 'VIP'])
})

test('a filter is saved by a name, renamed and removed', async () => {
  const save = (name: string) =>
    session.api.POST('/api/v1/saved-filters', {
      body: { name, filter: { all: [{ field: 'country', is: ['BR'] }] } },
    })
  const { id } = await must(save('Brazil'))
  expect((await save('BRAZIL')).error).toMatchObject({ code: 'name_taken' })
  const params = { path: { filterId: id } }
  const change = (body: object) => session.api.PATCH('/api/v1/saved-filters/{filterId}', { params, body })
  await must(change({ name: 'From Brazil' }))
  await must(save('Brazil'))
  expect((await change({ name: 'brazil' })).error).toMatchObject({ code: 'name_taken' })
  const { items } = await must(session.api.GET('/api/v1/saved-filters'))
  expect(items.map(({ name, filter }) => [name, filter])).toEqual(
    ['Brazil', 'From Brazil'].map((name) => [name, { all: [{ field: 'country', is: ['BR'] }] }]),
  )
  await must(session.api.DELETE('/api/v1/saved-filters/{filterId}', { params }))
  expect((await session.api.DELETE('/api/v1/saved-filters/{filterId}', { params })).response.status).toBe(404)
})
