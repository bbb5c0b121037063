import { expect, test } from 'vitest'
import { lanesOf, roomIn, waitingLimit } from './room-of.ts'

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

test('a service has room for what its numbers have room for', () => {
  const campaign = { connectorId: 'c', senderIds: ['x'] }
  const member = {
    address: '',
    displayName: null,
    active: true,
    online: true,
    pace: 80,
    wabaId: null,
    messagingLimit: null,
  }
  const pool = { members: ['a', 'b'].map((senderId) => ({ ...member, senderId })) }
  expect(lanesOf(campaign, pool)).toEqual([
    { lane: 'service:c', senderId: null, limit: 2 * waitingLimit },
    { lane: 'sender:a', senderId: 'a', limit: waitingLimit },
    { lane: 'sender:b', senderId: 'b', limit: waitingLimit },
  ])
  expect(lanesOf(campaign, null)).toEqual([{ lane: 'sender:x', senderId: 'x', limit: waitingLimit }])
  expect(roomIn(0, 1, 2 * waitingLimit)).toBe(waitingLimit)
})
