import { describe, expect, test } from 'vitest'
import { paceOfPool, type PoolMember, standingOf } from './service-pool.ts'

const [on, off] = [{ active: true }, { active: false }]

describe('whether messages may go through a Messaging Service', () => {
  test.each([
    ['nobody asked Twilio yet', 'unread', [], [], 'unread'],
    ['Twilio has none with this SID', 'not_found', [], [], 'not_found'],
    ['its pool is empty', 'found', [], [], 'empty'],
    ['only numbers that are nobody’s here are in it', 'found', [], ['whatsapp:+1'], 'empty'],
    ['none of its numbers is active here', 'found', [off, off], [], 'empty'],
    ['one of its numbers is not active here', 'found', [on, off], [], 'inactive'],
    ['a stranger is in it', 'found', [on, on], ['whatsapp:+1'], 'inactive'],
    ['all its numbers are active here', 'found', [on, on], [], 'ready'],
  ] as const)('%s', (_, state, members, strangers, standing) => {
    expect(standingOf(state, members, strangers)).toBe(standing)
  })
})

test('the pool is as fast as the numbers Twilio may pick are together', () => {
  const member = (pace: number, changes: Partial<PoolMember> = {}): PoolMember => ({
    senderId: String(pace),
    address: `whatsapp:+${pace}`,
    displayName: null,
    active: true,
    online: true,
    pace,
    wabaId: null,
    messagingLimit: null,
    ...changes,
  })
  expect(paceOfPool([member(80), member(20)])).toBe(100)
  expect(paceOfPool([member(80), member(20, { online: false }), member(5, { active: false })])).toBe(80)
})
