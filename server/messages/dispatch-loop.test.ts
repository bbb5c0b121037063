import { expect, test } from 'vitest'
import { inTurn } from './dispatch-loop.ts'
import { priorities } from './message.ts'

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
