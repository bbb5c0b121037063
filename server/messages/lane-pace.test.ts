import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paceOfLane, type SenderPace } from './lane-pace.ts'

const now = new Date('2026-11-28T12:00:00Z')
const sender = (changes: Partial<SenderPace> = {}): SenderPace => ({
  pace: null,
  learnedPace: null,
  learnedAt: null,
  isShared: false,
  ...changes,
})

test.each([
  ['a sender has the usual pace', [sender()], 80],
  ['or its own', [sender({ pace: 20 })], 20],
  ['or what refusals taught', [sender({ learnedPace: 10, learnedAt: now.toISOString() })], 10],
  ['a pool is as fast as its senders together', [sender(), sender({ pace: 20 })], 100],
  [
    'one of them slowed down slows the pool',
    [sender(), sender({ learnedPace: 10, learnedAt: now.toISOString() })],
    90,
  ],
  ['who sends in a lane of its own too gives half', [sender(), sender({ isShared: true })], 120],
  ['a lane whose sender nobody knows has the usual pace', [], 80],
])('%s', (_, paces, pace) => {
  expect(paceOfLane({ paces, now }, 80)).toBe(pace)
})

test('a service and the lanes of its senders together are never above the paces of the senders', () => {
  const paces = fc.array(fc.record({ pace: fc.integer({ min: 1, max: 1000 }), due: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(paces, (senders) => {
      const given = senders.map(({ pace, due }) => ({ own: sender({ pace, isShared: due }), due }))
      const service = paceOfLane({ paces: given.map(({ own }) => own), now }, 80)
      const lanes = given.filter(({ due }) => due).map(({ own }) => paceOfLane({ paces: [own], now }, 80))
      const together = lanes.reduce((sum, each) => sum + each, service)
      expect(together).toBeLessThanOrEqual(senders.reduce((sum, { pace }) => sum + pace, 0))
    }),
  )
})
