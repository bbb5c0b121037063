import { describe, expect, test } from 'vitest'
import {
  answered,
  handedBack,
  handedOver,
  type Holding,
  previewOf,
  takenOver,
  type WaitingReason,
} from './conversation.ts'
import { firstResponsible } from './members-to-tell.ts'

const then = new Date('2026-03-02T10:00:00.000Z')
const now = new Date('2026-03-02T10:05:00.000Z')
const quiet = { waitingReason: null, waitingSince: null }
const agent: Holding = { holder: 'agent', holderId: null, epoch: 4, ...quiet }
const marta: Holding = { holder: 'member', holderId: 'marta', epoch: 4, ...quiet }
const nobody: Holding = {
  holder: 'nobody',
  holderId: null,
  epoch: 4,
  waitingReason: 'no_knowledge',
  waitingSince: then,
}
const unattended: Holding = { ...agent, waitingReason: 'no_agent', waitingSince: then }

describe('taking over', () => {
  test.each([
    ['the agent', agent],
    ['nobody', nobody],
    ['the agent while a person is waited for', unattended],
    ['another member', { ...marta, holderId: 'nils' }],
  ])('from %s raises the epoch and ends the waiting', (_, from) => {
    expect(takenOver(from, 'marta')).toEqual({ ...marta, epoch: 5 })
  })
  test('what one holds changes nothing', () => {
    expect(takenOver(marta, 'marta')).toBeNull()
  })
})

describe('handing back', () => {
  test.each([
    ['a member', marta],
    ['nobody', nobody],
  ])('from %s raises the epoch', (_, from) => {
    expect(handedBack(from)).toEqual({ ...agent, epoch: 5 })
  })
  test('from the agent itself ends the waiting only', () => {
    expect(handedBack(unattended)).toEqual(agent)
    expect(handedBack(agent)).toBeNull()
  })
})

describe('handing over', () => {
  test.each<WaitingReason>(['asked_for_person', 'no_knowledge', 'agent_failed'])(
    'because of %s',
    (reason) => {
      expect(handedOver(agent, reason, now)).toEqual({
        ...nobody,
        epoch: 5,
        waitingReason: reason,
        waitingSince: now,
      })
    },
  )
  test.each<WaitingReason>(['no_agent', 'agent_off', 'draft_waits'])(
    '%s leaves it with the agent',
    (reason) => {
      expect(handedOver(agent, reason, now)).toEqual({ ...agent, waitingReason: reason, waitingSince: now })
    },
  )
  test('a person goes on waiting from the same instant when the reason changes', () => {
    expect(handedOver(unattended, 'agent_off', now)).toMatchObject({
      waitingReason: 'agent_off',
      waitingSince: then,
    })
    expect(handedOver(unattended, 'agent_failed', now)).toMatchObject({
      holder: 'nobody',
      waitingSince: then,
    })
    expect(handedOver(unattended, 'no_agent', now)).toBeNull()
  })
  test('with a person there, or already waited for, changes nothing', () => {
    expect(handedOver(marta, 'agent_failed', now)).toBeNull()
    expect(handedOver(nobody, 'asked_for_person', now)).toBeNull()
  })
})

test('an answer ends the waiting and leaves the holder', () => {
  expect(answered(nobody)).toEqual({ ...nobody, ...quiet })
  expect(answered(agent)).toBeNull()
})

test('a preview is one line of at most 140 characters', () => {
  expect(previewOf('  Hello\n\nthere ')).toBe('Hello there')
  expect(previewOf('é'.repeat(140))).toBe('é'.repeat(140))
  expect([...previewOf('😀'.repeat(200))]).toHaveLength(140)
  expect(previewOf('😀'.repeat(200))).toMatch(/😀…$/u)
})

test.each([
  { ownerId: 'o', holderId: 'h', assignedTo: 'a', mayAnswer: ['a', 'h', 'o'], first: 'o' },
  { ownerId: 'gone', holderId: 'h', assignedTo: 'a', mayAnswer: ['a', 'h'], first: 'h' },
  { ownerId: null, holderId: null, assignedTo: 'a', mayAnswer: ['a', 'h'], first: 'a' },
  { ownerId: null, holderId: null, assignedTo: 'gone', mayAnswer: ['h'], first: undefined },
])(
  'of owner $ownerId, holder $holderId and assigned $assignedTo, $first is told',
  ({ ownerId, mayAnswer, first, ...given }) => {
    expect(firstResponsible(given, ownerId, mayAnswer)).toBe(first)
  },
)
