import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { announce } from '#platform/announce.ts'
import { newId } from '#platform/ids.ts'
import { type Jobs, openJobs } from '#platform/jobs.ts'
import { silentLog } from '#platform/log.ts'
import { workOnReceived } from './work-on-received.ts'

let fresh: FreshDatabase
let jobs: Jobs
beforeAll(async () => {
  fresh = await freshDatabase({ subscriptions: { 'messages.received': ['received'] } })
  jobs = await openJobs({ url: fresh.url, log: silentLog })
})
afterAll(async () => {
  await jobs.stop()
  await fresh[Symbol.asyncDispose]()
})

test('a message that breaks the work on all of them is tried again alone, and the others are done', async () => {
  const messageIds = Array.from({ length: 5 }, () => newId())
  const done: string[] = []
  let broken = 2
  await workOnReceived(
    jobs,
    fresh.db,
    { queue: 'received', concurrency: 1 },
    async (_tx, received) => {
      if (received.includes(messageIds[3]!) && broken > 0) {
        broken -= 1
        throw new Error('not yet')
      }
      return received
    },
    (_organizationId, received) => void done.push(...received),
  )
  await fresh.db.withOrganization(newId(), (tx) => announce(tx, 'messages.received', { messageIds }))
  while (done.length < messageIds.length) await new Promise((resolve) => setTimeout(resolve, 10))
  // Once with all and once alone it failed; what came through did so once.
  expect(done).toEqual([0, 1, 2, 4, 3].map((at) => messageIds[at]))
})
