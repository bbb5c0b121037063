import { expect, test } from 'vitest'

import { Clock } from './clock.ts'
import { Ids } from './ids.ts'
import { until } from './testing/drive.ts'

test('moving the clock runs what became due, in order, each at its own instant', () => {
  using clock = new Clock()
  const began = clock.now()
  const ran: [number, number][] = []
  for (const hours of [5, 1, 3, 2, 4])
    clock.after(hours * 3_600_000, () => ran.push([hours, Math.round((clock.now() - began) / 3_600_000)]))
  clock.after(3_600_000, () => clock.after(3_600_000, () => ran.push([0, 2])))
  clock.advance(4.5 * 3_600_000)
  expect(ran).toEqual([
    [1, 1],
    [2, 2],
    [0, 2],
    [3, 3],
    [4, 4],
  ])
  expect(clock.dueWithin(3_600_000)).toBe(1)
  expect(clock.now() - began).toBeGreaterThanOrEqual(4.5 * 3_600_000)
})

test('real time passes too', async () => {
  using clock = new Clock()
  let ran = false
  clock.after(5, () => (ran = true))
  await until(() => ran)
  expect(clock.dueWithin(60_000)).toBe(0)
})

function sids(seed: string | null) {
  const ids = new Ids(seed)
  return [ids.sid('SM'), ids.sid('MM'), ids.uuid(), ids.chance()]
}

test('a seed gives the same ids, another seed others', () => {
  expect(sids('a')).toEqual(sids('a'))
  expect(sids('a')).not.toEqual(sids('b'))
  expect(sids(null)).not.toEqual(sids(null))
  expect(sids('a')[0]).toMatch(/^SM[0-9a-f]{32}$/)
  const many = new Ids('many')
  expect(new Set(Array.from({ length: 10_000 }, () => many.sid('SM'))).size).toBe(10_000)
})
