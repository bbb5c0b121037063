import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { must, type Session, signUp } from './world/session.ts'

// What an organization knows of its contacts: where they live, tags, and fields of its own.

let hub: Hub
let session: Session
let organizationId: string
beforeAll(async () => {
  hub = await startHub()
  session = (await signUp(hub.url, 'Olga', 'olga@records.test', 'long enough 1'))!
  await must(session.api.POST('/api/v1/organizations', { body: { name: 'Records' } }))
  organizationId = (await must(session.api.GET('/api/v1/me'))).organization!.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())

let next = 0
const add = (phone = `+4930${5_000_000 + (next += 1)}`, givenName = 'Person') =>
  must(session.api.POST('/api/v1/contacts', { body: { phone, givenName, language: null } }))
const at = (contactId: string) => ({ params: { path: { contactId } } })
const change = (contactId: string, body: object) =>
  session.api.PATCH('/api/v1/contacts/{contactId}', { ...at(contactId), body })
const look = (contactId: string) => must(session.api.GET('/api/v1/contacts/{contactId}', at(contactId)))

describe('where a contact lives', () => {
  test.each([
    ['+12025550101', 'US', 'America/Chicago'],
    ['+14165550123', 'CA', 'America/Toronto'],
    ['+77011234567', 'KZ', 'Asia/Almaty'],
    ['+79161234567', 'RU', 'Europe/Moscow'],
    ['+441534712345', 'JE', 'Europe/Jersey'],
    ['+442071234567', 'GB', 'Europe/London'],
  ])('%s is told by the number, also where countries share a code', async (phone, country, timeZone) => {
    expect(await add(phone)).toMatchObject({ country, timeZone })
  })

  test('is noted for those who were there before', async () => {
    const { id } = await add('+393471234567')
    await asOwner(hub.databaseUrl, (client) =>
      client.query('update contact set country = null, time_zone = null where organization_id = $1', [
        organizationId,
      ]),
    )
    const placed = await until(
      () =>
        asOwner(hub.databaseUrl, async (client) => {
          const { rows } = await client.query<{ country: string | null; time_zone: string | null }>(
            'select country, time_zone from contact where organization_id = $1 and id = $2',
            [organizationId, id],
          )
          return rows[0]!
        }),
      ({ country }) => country !== null,
    )
    expect(placed).toEqual({ country: 'IT', time_zone: 'Europe/Rome' })
  })

  test('a member who knows better says the time zone, and takes it back', async () => {
    const { id } = await add()
    expect((await change(id, { timeZone: 'Asia/Tokyo' })).data).toMatchObject({ timeZone: 'Asia/Tokyo' })
    expect((await change(id, { timeZone: 'Mars/Olympus' })).error).toMatchObject({
      code: 'invalid_request',
      issues: [{ path: 'body.timeZone' }],
    })
    expect((await change(id, { timeZone: null })).data).toMatchObject({ timeZone: 'Europe/Berlin' })
  })
})

test('tags are words, each once', async () => {
  const { id } = await add()
  const { data } = await change(id, { tags: ['VIP', ' press ', 'vip'] })
  expect(data?.tags).toEqual(['press', 'vip'])
  expect((await change(id, { givenName: 'Else' })).data?.tags).toEqual(['press', 'vip'])
  expect((await change(id, { tags: [] })).data?.tags).toEqual([])
})

describe('a field of the organization’s own', () => {
  const create = (body: {
    name: string
    kind: 'text' | 'number' | 'date' | 'select' | 'multi_select'
    options?: string[]
  }) => session.api.POST('/api/v1/contact-fields', { body: { options: [], ...body } })
  const field = (body: Parameters<typeof create>[0]) => must(create(body))

  test('has a name of its own and choices where one chooses', async () => {
    await field({ name: 'Company', kind: 'text' })
    expect((await create({ name: 'COMPANY', kind: 'number' })).error).toMatchObject({ code: 'name_taken' })
    expect((await create({ name: 'Room', kind: 'select' })).error).toMatchObject({ code: 'invalid_request' })
    expect((await create({ name: 'Room', kind: 'text', options: ['a'] })).error).toMatchObject({
      code: 'invalid_request',
    })
  })

  test('keeps what fits, refuses what does not, and is emptied by null', async () => {
    const visits = await field({ name: 'Visits', kind: 'number' })
    const since = await field({ name: 'Guest since', kind: 'date' })
    const likes = await field({ name: 'Likes', kind: 'multi_select', options: ['Spa', 'Pool'] })
    const { id } = await add()
    const { data } = await change(id, {
      fields: { [visits.id]: 3, [since.id]: '2024-02-29', [likes.id]: ['Pool'] },
    })
    expect(data?.fields).toEqual({ [visits.id]: 3, [since.id]: '2024-02-29', [likes.id]: ['Pool'] })
    for (const fields of [
      { [visits.id]: 'three' },
      { [since.id]: '2023-02-29' },
      { [likes.id]: ['Sauna'] },
      { '01990000-0000-7000-8000-000000000000': 'x' },
    ])
      expect((await change(id, { fields })).error).toMatchObject({ code: 'invalid_request' })
    expect((await change(id, { fields: { [visits.id]: null } })).data?.fields).toEqual({
      [since.id]: '2024-02-29',
      [likes.id]: ['Pool'],
    })
    // What can be chosen no more may stay, and nobody else gets it.
    const params = { path: { fieldId: likes.id } }
    await must(session.api.PATCH('/api/v1/contact-fields/{fieldId}', { params, body: { options: ['Spa'] } }))
    expect((await change(id, { fields: { [likes.id]: ['Pool'] } })).response.status).toBe(200)
    expect((await change((await add()).id, { fields: { [likes.id]: ['Pool'] } })).response.status).toBe(422)
  })

  test('removed, it is gone at once, and its values soon', async () => {
    const code = await field({ name: 'Code', kind: 'text' })
    const { id } = await add()
    await must(change(id, { fields: { [code.id]: 'A1' } }))
    const params = { path: { fieldId: code.id } }
    expect((await session.api.DELETE('/api/v1/contact-fields/{fieldId}', { params })).response.status).toBe(
      204,
    )
    expect((await look(id)).fields).toEqual({})
    const left = async () =>
      asOwner(hub.databaseUrl, async (client) => {
        const { rows } = await client.query<{ n: number }>(
          `select ((select count(*) from contact where fields ? $1) + (select count(*) from contact_field where id = $1::uuid))::int as n`,
          [code.id],
        )
        return rows[0]!.n
      })
    await until(left, (n) => n === 0)
    await field({ name: 'Code', kind: 'number' })
  })

  test('there are at most fifty', async () => {
    const { items } = await must(session.api.GET('/api/v1/contact-fields'))
    for (let n = items.length; n < 50; n += 1) await field({ name: `Field ${n}`, kind: 'text' })
    expect((await create({ name: 'One more', kind: 'text' })).error).toMatchObject({
      code: 'too_many_fields',
    })
  })
})
