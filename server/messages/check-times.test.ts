import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { newId } from '#platform/ids.ts'
import { nextAcceptedCheck, nextUnknownCheck } from './check-times.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

const [minute, hour, day] = [60, 3600, 86_400]

/** Seconds after the marker at which an attempt of this age is asked about next. */
const nextAt = (next: RawBuilder<Date | null>, age: number, checks = 0) =>
  fresh.db.withOrganization(newId(), async (tx) => {
    const { rows } = await sql<{ seconds: number | null }>`
      select extract(epoch from ${next} - attempt.dispatched_at)::float8 as seconds
      from (select now() - ${age} * interval '1 s' as dispatched_at, ${checks}::smallint as checks) as attempt`.execute(
      tx.db,
    )
    return rows[0]!.seconds
  })

describe('an accepted attempt is asked about at 10 minutes, 1 hour, 24 hours and 72 hours, and not again', () => {
  test.each([
    ['just accepted', 0, 10 * minute],
    ['asked at ten minutes', 10 * minute, hour],
    ['asked late, after the program was away', 5 * hour, day],
    ['asked after a day', day + 3, 3 * day],
    ['asked for the last time', 3 * day, null],
    ['heard of a week later', 7 * day, null],
  ])('%s', async (_, age, expected) => {
    expect(await nextAt(nextAcceptedCheck, age)).toBe(expected)
  })
})

describe('an unknown one is looked for ever more seldom, once the quiet time is over, and after three days no more', () => {
  test.each([
    ['at first', 20, 0, 40],
    ['the third time', 80, 2, 160],
    ['before the quiet time ends', 640, 5, 901],
    ['after it', 901, 6, 901 + 1280],
    ['from then on hourly', 20 * hour, 30, 21 * hour],
    ['however often it was asked for by hand', 20 * hour, 200, 21 * hour],
    ['after three days', 3 * day, 70, null],
  ])('%s', async (_, age, checks, expected) => {
    expect(await nextAt(nextUnknownCheck, age, checks)).toBe(expected)
  })
})
