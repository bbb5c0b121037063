import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { addOrganization } from '../../tests/rows.ts'
import { allot, countOpenings, limitOf, type Opening, readDailyUse } from './daily-limit.ts'

const limit = (people: number, portfolio = 'w') => ({ portfolio, people })

test('places are given in order, once for each person, and never more than there are', () => {
  const opening = fc.record({
    id: fc.uuid(),
    address: fc.integer({ min: 0, max: 20 }).map(String),
    limit: fc.record({ portfolio: fc.constantFrom('w', 'v'), people: fc.constant(9) }),
  })
  const use = fc.record({
    people: fc.integer({ min: 0, max: 12 }),
    counted: fc.array(fc.integer({ min: 0, max: 20 }).map(String)).map((all) => new Set(all)),
  })
  fc.assert(
    fc.property(fc.array(opening), use, use, (openings, w, v) => {
      const before = new Map([
        ['w', w],
        ['v', v],
      ])
      const { placed, left } = allot(openings, before)
      for (const [portfolio, { people, counted }] of before) {
        const here = placed.filter((one) => one.portfolio === portfolio)
        expect(here.length).toBeLessThanOrEqual(Math.max(0, 9 - people))
        expect(new Set(here.map(({ address }) => address)).size).toBe(here.length)
        expect(here.some(({ address }) => counted.has(address))).toBe(false)
        // Nobody is left behind while there is a place.
        if (openings.some((one) => left.includes(one.id) && one.limit.portfolio === portfolio))
          expect(people + here.length).toBeGreaterThanOrEqual(9)
      }
    }),
  )
})

test.each([
  [{ wabaId: 'w', messagingLimit: '250 Customers/24hr' }, limit(250)],
  [{ wabaId: null, messagingLimit: 'TIER_2K' }, limit(2000, 'whatsapp:+1')],
  [{ wabaId: 'w', messagingLimit: 'Unlimited' }, null],
  [{ wabaId: 'w', messagingLimit: null }, null],
])('the limit of %j', (sender, expected) => {
  expect(limitOf({ address: 'whatsapp:+1', ...sender })).toEqual(expected)
})

let fresh: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())

const at = new Date('2026-03-02T12:00:30.000Z')
const hours = (n: number) => new Date(at.getTime() + n * 3_600_000)
const openings = (from: number, count: number, people: number, portfolio: string): Opening[] =>
  Array.from({ length: count }, (_, n) => ({
    id: String(from + n),
    address: `whatsapp:+49${from + n}`,
    limit: limit(people, portfolio),
  }))

test('two organizations with many workers never write to more people than their portfolio allows', async () => {
  const organizations = await Promise.all([1, 2].map(() => addOrganization(fresh.url, {})))
  const left = await Promise.all(
    Array.from({ length: 12 }, (_, worker) =>
      fresh.db.withOrganization(organizations[worker % 2]!.organizationId, (tx) =>
        countOpenings(tx, openings(worker * 10, 20, 50, 'shared'), at),
      ),
    ),
  )
  // Each worker's people overlap with the next one's by half: 130 different ones in all.
  const asked = new Set(
    Array.from({ length: 12 }, (_, worker) =>
      openings(worker * 10, 20, 50, 'shared').map(({ address }) => address),
    ).flat(),
  )
  expect(asked.size).toBe(130)
  const use = await fresh.db.withOrganization(organizations[0]!.organizationId, (tx) =>
    readDailyUse(tx, ['shared'], [...asked], at),
  )
  expect(use.get('shared')).toMatchObject({ people: 50 })
  expect(use.get('shared')!.counted.size).toBe(50)
  expect(left.every((each) => each.size > 0)).toBe(false)
})

test('whoever was counted is free for 24 hours, then counts again', async () => {
  const { organizationId } = await addOrganization(fresh.url, {})
  const count = (openings: Opening[], when: Date) =>
    fresh.db.withOrganization(organizationId, (tx) => countOpenings(tx, openings, when))
  expect((await count(openings(0, 3, 2, 'day'), at)).size).toBe(1)
  expect([...(await count(openings(0, 3, 2, 'day'), hours(1)))]).toEqual(['2'])
  expect((await count(openings(0, 3, 2, 'day'), hours(23.9))).size).toBe(1)
  expect([...(await count(openings(2, 2, 2, 'day'), hours(24.1)))]).toEqual([])
  expect([...(await count(openings(0, 1, 2, 'day'), hours(24.2)))]).toEqual(['0'])
})
