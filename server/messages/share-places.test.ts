import { expect, test } from 'vitest'
import { priorities } from './message.ts'
import { inTurn, sharePlaces } from './share-places.ts'

const due = (lane: string, weight: number) => ({ lane, weight, paces: [], now: new Date(0) })
const manySlots = () => 80

test('whose people wait for an answer is served first, and campaigns take turns', () => {
  const waiting = [
    { organizationId: 'a', weight: priorities.campaign },
    { organizationId: 'b', weight: priorities.member },
    { organizationId: 'c', weight: priorities.campaign },
    { organizationId: 'd', weight: priorities.agent },
  ]
  expect([0, 1, 2].map((turn) => inTurn(waiting, turn).join(''))).toEqual(['bdac', 'bdca', 'bdac'])
  expect(inTurn([], 7)).toEqual([])
})

test('an answer takes whatever is free, a campaign only the share of its organization', () => {
  const lanes = [due('a', priorities.member), due('b', priorities.campaign), due('c', priorities.campaign)]
  expect(sharePlaces(lanes, { free: 100, shared: 30, together: 512 }, () => 25)).toEqual({
    rooms: [
      { lane: 'a', room: 25 },
      { lane: 'b', room: 5 },
    ],
    crowded: true,
  })
})

test('no more are taken at once than may be, and a slow lane leaves its places to the others', () => {
  const lanes = [due('a', priorities.campaign), due('b', priorities.campaign)]
  const slots = ({ lane }: { lane: string }) => (lane === 'a' ? 3 : 80)
  expect(sharePlaces(lanes, { free: 500, shared: 400, together: 50 }, slots).rooms).toEqual([
    { lane: 'a', room: 3 },
    { lane: 'b', room: 47 },
  ])
})

test('the places are too few only where the paces would let more through', () => {
  const lanes = [due('a', priorities.campaign)]
  expect(sharePlaces(lanes, { free: 80, shared: 80, together: 512 }, manySlots).crowded).toBe(false)
  expect(sharePlaces(lanes, { free: 79, shared: 79, together: 512 }, manySlots).crowded).toBe(true)
  expect(sharePlaces(lanes, { free: 0, shared: -64, together: 512 }, manySlots)).toEqual({
    rooms: [],
    crowded: true,
  })
})
