import { expect, test } from 'vitest'
import { fillGaps } from './fill-gaps.ts'

test('a pause is shown as points in which nothing left', () => {
  const points = [
    { from: 600, messages: 3 },
    { from: 630, messages: 10 },
  ]
  expect(fillGaps(points, 10)).toEqual([
    { at: '1970-01-01T00:10:00.000Z', messages: 3, perMinute: 18 },
    { at: '1970-01-01T00:10:10.000Z', messages: 0, perMinute: 0 },
    { at: '1970-01-01T00:10:20.000Z', messages: 0, perMinute: 0 },
    { at: '1970-01-01T00:10:30.000Z', messages: 10, perMinute: 60 },
  ])
})

test('messages a minute are told whatever the width', () => {
  expect(fillGaps([{ from: 0, messages: 90 }], 3600)).toMatchObject([{ perMinute: 1.5 }])
  expect(fillGaps([], 60)).toEqual([])
})
