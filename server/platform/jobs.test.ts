import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { announce, later } from './announce.ts'
import { newId } from './ids.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { silentLog } from './log.ts'
import { openMetrics } from './metrics.ts'

let fresh: FreshDatabase
let jobs: Jobs
const metrics = openMetrics()
beforeAll(async () => {
  fresh = await freshDatabase({
    subscriptions: {
      'connector.failed': ['heard.first', 'heard.second'],
    },
  })
  jobs = await openJobs({ url: fresh.url, log: silentLog, metrics })
})
afterAll(async () => {
  await jobs.stop()
  await fresh[Symbol.asyncDispose]()
})

const waitFor = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}
const asOwner = async <T>(text: string): Promise<T[]> => {
  const client = new Client({ connectionString: fresh.url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows as T[]
}

test('news reaches each subscriber once, with its organization, and only after the commit', async () => {
  const heard: unknown[] = []
  for (const queue of ['heard.first', 'heard.second']) {
    await jobs.work(
      queue,
      async ({ organizationId, facts }) => void heard.push([queue, organizationId, facts]),
      {
        concurrency: 4,
      },
    )
  }
  const [organizationId, connectorId] = [newId(), newId()]
  await fresh.db
    .withOrganization(organizationId, async (tx) => {
      await announce(tx, 'connector.failed', { connectorId: 'never' })
      throw new Error('rolled back')
    })
    .catch(() => undefined)
  await fresh.db.withOrganization(organizationId, (tx) => announce(tx, 'connector.failed', { connectorId }))
  await waitFor(() => heard.length >= 2)
  expect(heard.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    ['heard.first', organizationId, { connectorId }],
    ['heard.second', organizationId, { connectorId }],
  ])
})

test('a backlog drains without waiting for polls', async () => {
  let done = 0
  await fresh.db.withOrganization(newId(), async (tx) => {
    for (let at = 0; at < 300; at++) await later(tx, 'backlog', { at })
  })
  const started = Date.now()
  await jobs.work('backlog', async () => void done++, { concurrency: 4 })
  await waitFor(() => done === 300)
  expect(Date.now() - started).toBeLessThan(60_000)
})

test('a waiting job with the same key is not added twice; another organization has keys of its own', async () => {
  const [one, other] = [newId(), newId()]
  const key = { singletonKey: 'conversation-1', startAfter: new Date(Date.now() + 3_600_000) }
  for (const organizationId of [one, one, other]) {
    await fresh.db.withOrganization(organizationId, (tx) => later(tx, 'keyed', {}, key))
  }
  expect(await asOwner("select 1 from pgboss.job where name = 'keyed'")).toHaveLength(2)
})

test('a job that always fails is set aside with its data and counted; the others go on', async () => {
  const ran: number[] = []
  await jobs.work(
    'doomed',
    async ({ facts }) => {
      ran.push(Number(facts['n']))
      if (facts['n'] === 1) throw new Error('always')
    },
    { concurrency: 1 },
  )
  await asOwner("update pgboss.queue set retry_limit = 0 where name = 'doomed'")
  const organizationId = newId()
  await fresh.db.withOrganization(organizationId, async (tx) => {
    await later(tx, 'doomed', { n: 1 })
    await later(tx, 'doomed', { n: 2 })
  })
  const dead = () => asOwner<{ data: unknown }>("select data from pgboss.job where name = 'doomed.dead'")
  await waitFor(async () => ran.includes(2) && (await dead()).length > 0)
  expect(await dead()).toEqual([{ data: { organizationId, facts: { n: 1 } } }])
  expect(await metrics.registry.getSingleMetricAsString('parley_dead_jobs_total')).toMatch(
    /queue="doomed"\} 1/,
  )
})

test('the application role writes jobs but cannot read them', async () => {
  const read = fresh.db.withOrganization(newId(), (tx) =>
    tx.db
      .withSchema('pgboss')
      .selectFrom('job' as never)
      .selectAll()
      .execute(),
  )
  await expect(read).rejects.toThrow(/permission denied/)
})

test('a timer runs in one process at a time and passes on when that one ends', async () => {
  const first = await openJobs({ url: fresh.url, log: silentLog })
  const second = await openJobs({ url: fresh.url, log: silentLog })
  const turns = { first: 0, second: 0 }
  await first.every(0.02, 'sweep', async () => void turns.first++)
  await waitFor(() => turns.first > 0)
  await second.every(0.02, 'sweep', async () => void turns.second++)
  await waitFor(() => turns.first > 5)
  expect(turns.second).toBe(0)
  await first.stop()
  await waitFor(() => turns.second > 0)
  await second.stop()
})

test('stopping waits for what is in flight', async () => {
  const own = await openJobs({ url: fresh.url, log: silentLog })
  const release = Promise.withResolvers<void>()
  let [begun, finished] = [false, false]
  const handler = async () => {
    begun = true
    await release.promise
    finished = true
  }
  await own.work('slow', handler, { concurrency: 1 })
  await fresh.db.withOrganization(newId(), (tx) => later(tx, 'slow', {}))
  await waitFor(() => begun)
  const stopped = own.stop()
  release.resolve()
  await stopped
  expect(finished).toBe(true)
})
