import { expect, test } from 'vitest'
import { countRequests } from './count-requests.ts'

test('so many in a window, each address for itself, and again when it has passed', async () => {
  let at = 0
  const counts = countRequests(() => at)
  const ask = (key: string) => counts.consume(key, { window: 60, max: 2 })
  expect(await ask('a')).toMatchObject({ allowed: true })
  at = 10_000
  expect(await ask('a')).toMatchObject({ allowed: true })
  expect(await ask('a')).toEqual({ allowed: false, retryAfter: 50 })
  expect(counts.secondsUntilAllowed('a', { window: 60, max: 2 })).toBe(50)
  expect(counts.secondsUntilAllowed('b', { window: 60, max: 2 })).toBeNull()
  expect(await ask('b')).toMatchObject({ allowed: true })
  at = 60_000
  expect(counts.secondsUntilAllowed('a', { window: 60, max: 2 })).toBeNull()
  expect(await ask('a')).toMatchObject({ allowed: true })
})
