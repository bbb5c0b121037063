import { expect, test } from 'vitest'
import { placeOf, type Step } from './place-of-step.ts'

const nothing = { done: false, connectorId: null, agentId: null }
const both = { done: false, connectorId: 'c1', agentId: 'a1' }

test.each<[Step, string]>([
  [{ ...nothing, step: 'connector' }, '/connectors/new'],
  // A connector that lost its credentials is corrected, not made anew.
  [{ ...both, step: 'connector' }, '/connectors/$connectorId'],
  [{ ...both, step: 'sender' }, '/connectors/$connectorId'],
  [{ ...both, step: 'webhook' }, '/connectors/$connectorId'],
  [{ ...both, agentId: null, step: 'agent' }, '/agents'],
  [{ ...both, step: 'channel' }, '/agents/$agentId'],
  [{ ...both, step: 'first_message' }, '/inbox'],
])('%o leads to %s', (step, to) => {
  expect(placeOf(step).to).toBe(to)
})
