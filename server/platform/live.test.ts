import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { newId } from './ids.ts'
import { type Live, openLive, publish } from './live.ts'
import { type LiveEvent, pruneEvents } from './read-events.ts'
import { silentLog } from './log.ts'

let fresh: FreshDatabase
let live: Live
beforeAll(async () => {
  fresh = await freshDatabase()
  live = openLive(fresh.db, fresh.url, silentLog)
})
afterAll(async () => {
  await live.close()
  await fresh[Symbol.asyncDispose]()
})

const waitFor = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Follows an organization and keeps what came. */
function follow(organizationId: string, cursor: string | null = null) {
  const got: LiveEvent[] = []
  const seen = { got, resets: 0, stands: false, end: () => undefined as void }
  seen.end = live.subscribe(organizationId, cursor, ({ reset, events, cursor: place }) => {
    if (place !== null) seen.stands = true
    if (reset) seen.resets++
    got.push(...events)
  })
  return seen
}
const tell = (organizationId: string, n: number) =>
  fresh.db.withOrganization(organizationId, async (tx) =>
    publish(tx, { topic: 'message', subjectId: newId(), facts: { n } }),
  )
const numbers = (events: readonly LiveEvent[]) => events.map((event) => (event.facts as { n: number }).n)

test('events reach those who look at the organization, in order, and nobody else', async () => {
  const [aurora, northwind] = [newId(), newId()]
  const [first, second, stranger] = [follow(aurora, '0.0.9999999999999'), follow(aurora), follow(northwind)]
  await waitFor(() => second.stands && stranger.stands)
  await tell(northwind, 0)
  await waitFor(() => stranger.got.length === 1)
  for (let n = 1; n <= 20; n++) await tell(aurora, n)
  await waitFor(() => first.got.length === 20 && second.got.length === 20)
  expect(numbers(first.got)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  expect(numbers(second.got)).toEqual(numbers(first.got))
  expect(numbers(stranger.got)).toEqual([0])
  expect(JSON.parse(first.got[0]?.data ?? '')).toMatchObject({ topic: 'message', facts: { n: 1 } })
  for (const each of [first, second, stranger]) each.end()
})

test('who comes back with a cursor gets what happened meanwhile', async () => {
  const organizationId = newId()
  const before = follow(organizationId, '0.0.9999999999999')
  await tell(organizationId, 1)
  await waitFor(() => before.got.length === 1)
  before.end()
  for (const n of [2, 3]) await tell(organizationId, n)
  const after = follow(organizationId, before.got[0]!.cursor)
  await waitFor(() => after.got.length === 2)
  expect(numbers(after.got)).toEqual([2, 3])
  after.end()
})

test('a transaction that commits late, with a lower id than one already delivered, is not lost', async () => {
  const organizationId = newId()
  const late = new Client({ connectionString: fresh.url })
  await late.connect()
  const insert = `insert into event (organization_id, changes) values ($1,
    json_build_array(json_build_object('topic', 'message', 'subjectId', gen_random_uuid(), 'facts', $2::json)))`
  const follower = follow(organizationId, '0.0.9999999999999')
  const early = new Client({ connectionString: fresh.url })
  await early.connect()
  // The early transaction gets its number first, the late one the lower event id.
  await early.query('begin')
  await early.query('select pg_current_xact_id()')
  await late.query('begin')
  await late.query(insert, [organizationId, '{"n":1}'])
  await early.query(insert, [organizationId, '{"n":2}'])
  await early.query('commit')
  await waitFor(() => follower.got.length === 1)
  expect(numbers(follower.got)).toEqual([2])
  await late.query('commit')
  await waitFor(() => follower.got.length === 2)
  expect(numbers(follower.got)).toEqual([2, 1])
  follower.end()
  await Promise.all([early.end(), late.end()])
})

test('what one transaction changes comes whole, in order, and may be resumed only from its end', async () => {
  const organizationId = newId()
  const follower = follow(organizationId, '0.0.9999999999999')
  await fresh.db.withOrganization(organizationId, async (tx) => {
    for (let n = 0; n < 250; n++) publish(tx, { topic: 'message', subjectId: newId(), facts: { n } })
  })
  await waitFor(() => follower.got.length === 250)
  expect(numbers(follower.got)).toEqual(Array.from({ length: 250 }, (_, at) => at))
  expect(follower.got.filter(({ cursor }) => cursor !== null).map(({ facts }) => facts)).toEqual([
    { n: 99 },
    { n: 199 },
    { n: 249 },
  ])
  follower.end()
})

test('nobody is told of what was undone', async () => {
  const organizationId = newId()
  const follower = follow(organizationId, '0.0.9999999999999')
  const undone = fresh.db.withOrganization(organizationId, async (tx) => {
    publish(tx, { topic: 'message', subjectId: newId(), facts: { n: 1 } })
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  await tell(organizationId, 2)
  await waitFor(() => follower.got.length > 0)
  expect(numbers(follower.got)).toEqual([2])
  follower.end()
})

test('under many writers every event arrives exactly once', async () => {
  const organizationId = newId()
  const follower = follow(organizationId, '0.0.9999999999999')
  await Promise.all(Array.from({ length: 300 }, (_, n) => tell(organizationId, n)))
  await waitFor(() => follower.got.length >= 300)
  expect(numbers(follower.got).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, at) => at))
  follower.end()
})

test('a cursor older than a day, or no cursor of ours, is told to start anew', () => {
  const old = follow(newId(), `7.7.${Date.now() - 25 * 3_600_000}`)
  const foreign = follow(newId(), "'; drop table event")
  expect([old.resets, foreign.resets]).toEqual([1, 1])
  old.end()
  foreign.end()
})

test('pruning removes what is older than a day', async () => {
  const organizationId = newId()
  await tell(organizationId, 1)
  await tell(organizationId, 2)
  const owner = new Client({ connectionString: fresh.url })
  await owner.connect()
  await owner.query(
    `update event set at = now() - interval '25 hours' where changes #>> '{0,facts,n}' = '1' and organization_id = $1`,
    [organizationId],
  )
  await fresh.db.withOrganization(organizationId, (tx) => pruneEvents(tx))
  const { rows } = await owner.query(
    "select changes #>> '{0,facts,n}' as n from event where organization_id = $1",
    [organizationId],
  )
  expect(rows).toEqual([{ n: '2' }])
  await owner.end()
})
