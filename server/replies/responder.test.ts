import { describe, expect, test } from 'vitest'
import { decideResponder, type ResponderFacts, tooLateSeconds } from './responder.ts'

const auto: ResponderFacts = {
  holder: 'agent',
  twin: null,
  agent: { id: 'a', mode: 'auto' },
  optedOut: false,
  ageSeconds: 0,
}

describe('who answers', () => {
  test.each<[string, Partial<ResponderFacts>, ReturnType<typeof decideResponder>]>([
    ['the agent of the channel', {}, { kind: 'agent', agentId: 'a', mode: 'auto' }],
    [
      'the agent, for approval',
      { agent: { id: 'a', mode: 'draft' } },
      { kind: 'agent', agentId: 'a', mode: 'draft' },
    ],
    [
      'the digital twin before the agent',
      { twin: { id: 't', mode: 'draft' } },
      { kind: 'agent', agentId: 't', mode: 'draft' },
    ],
    [
      'the digital twin where the number has no agent',
      { twin: { id: 't', mode: 'auto' }, agent: null },
      { kind: 'agent', agentId: 't', mode: 'auto' },
    ],
    [
      'the agent where the digital twin is off',
      { twin: { id: 't', mode: 'off' } },
      { kind: 'agent', agentId: 'a', mode: 'auto' },
    ],
    [
      'the person before the digital twin',
      { holder: 'member', twin: { id: 't', mode: 'auto' } },
      { kind: 'person' },
    ],
    ['the person who took over', { holder: 'member' }, { kind: 'person' }],
    ['a person, while the agent waits for one', { holder: 'nobody' }, { kind: 'person' }],
    ['nobody: the number has no agent', { agent: null }, { kind: 'nobody', reason: 'no_agent' }],
    [
      'nobody: the agent is off',
      { agent: { id: 'a', mode: 'off' } },
      { kind: 'nobody', reason: 'agent_off' },
    ],
    [
      'nobody by itself, when the message was found too late',
      { ageSeconds: tooLateSeconds + 1 },
      { kind: 'nobody', reason: 'agent_off' },
    ],
    ['silence after an opt-out, whoever holds', { optedOut: true, holder: 'member' }, { kind: 'silence' }],
  ])('%s', (_, facts, responder) => {
    expect(decideResponder({ ...auto, ...facts })).toEqual(responder)
  })
})
