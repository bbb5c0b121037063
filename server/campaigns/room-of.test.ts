import { expect, test } from 'vitest'
import { roomIn, waitingLimit } from './room-of.ts'

test.each([
  ['alone, it has all of it', 0, 0, waitingLimit],
  ['beside one other, half', 0, 1, waitingLimit / 2],
  ['nothing before half of its share has left', waitingLimit / 4 + 1, 1, 0],
  ['then as much as its share lacks', waitingLimit / 4, 1, waitingLimit / 4],
  ['beside very many, one at a time', 0, 10_000, 1],
  ['and not a second one', 1, 10_000, 0],
])('%s', (_, waiting, others, room) => {
  expect(roomIn(waiting, others)).toBe(room)
})
