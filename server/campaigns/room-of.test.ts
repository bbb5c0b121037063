import { expect, test } from 'vitest'
import { type CrowdedLane, lanesOf, roomIn, waitingLimit } from './room-of.ts'

const lane = (name: string, waiting: number, others = 0): CrowdedLane => ({
  lane: name,
  senderId: name,
  limit: waitingLimit,
  waiting,
  others,
})
const [half, quarter] = [waitingLimit / 2, waitingLimit / 4]

test.each([
  ['alone, it has all of it', 0, 0, waitingLimit],
  ['beside one other, half', 0, 1, half],
  ['nothing before half of its share has left', quarter + 1, 1, 0],
  ['then as much as its share lacks', quarter, 1, quarter],
  ['beside very many, one at a time', 0, 10_000, 1],
  ['and not a second one', 1, 10_000, 0],
])('%s', (_, waiting, others, room) => {
  expect(roomIn([lane('a', waiting, others)])).toEqual(new Map([['a', room]]))
})

test('when half of what may wait in one lane has left, all are filled up', () => {
  expect(roomIn([lane('a', half + 1), lane('b', half + 1)])).toEqual(
    new Map([
      ['a', 0],
      ['b', 0],
    ]),
  )
  expect(roomIn([lane('a', half), lane('b', half + 1), lane('c', waitingLimit + 1)])).toEqual(
    new Map([
      ['a', half],
      ['b', half - 1],
      ['c', 0],
    ]),
  )
})

test('through a service, its own lane says when it is time', () => {
  const service = { ...lane('s', half + 1), senderId: null }
  expect(roomIn([service, lane('a', 0)])).toEqual(
    new Map([
      ['s', 0],
      ['a', 0],
    ]),
  )
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
})
