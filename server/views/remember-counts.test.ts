import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Tx } from '#platform/db.ts'
import { rememberCounts } from './remember-counts.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const tx = { organizationId: 'aurora' } as Tx

/** Something whose counts take so many milliseconds; each counts one more. */
function counting(took: number) {
  let made = 0
  const count = rememberCounts(async (_tx, ids) => {
    vi.advanceTimersByTime(took)
    made += 1
    return new Map(ids.map((id) => [id, { made }]))
  })
  return async (options = {}) => (await count(tx, ['one'], options)).get('one')
}

test('what is counted quickly is counted every time', async () => {
  const count = counting(100)
  expect(await count()).toEqual({ made: 1, freshInMs: null })
  expect(await count()).toEqual({ made: 2, freshInMs: null })
})

test('what takes longer is believed for twenty times as long, unless somebody just changed it', async () => {
  const count = counting(200)
  await count()
  vi.advanceTimersByTime(1000)
  expect(await count()).toEqual({ made: 1, freshInMs: 3000 })
  expect(await count({ afresh: true })).toEqual({ made: 2, freshInMs: null })
  vi.advanceTimersByTime(3000)
  expect(await count()).toEqual({ made: 3, freshInMs: null })
})

test('however long one took, it stands for no more than ten seconds', async () => {
  const count = counting(30_000)
  await count()
  expect(await count()).toEqual({ made: 1, freshInMs: 10_000 })
  vi.advanceTimersByTime(10_000)
  expect(await count()).toEqual({ made: 2, freshInMs: null })
})
