import fc from 'fast-check'
import { expect, test } from 'vitest'
import { laneOf } from '#messages/message.ts'
import { decideTouches } from './decide-touch.ts'

// Whoever is due, however much room there is: everybody is decided on once, no sender is given more than it has room for, and nobody hears a step
// too soon, before the one before it has left, or after they answered.

const at = new Date('2026-03-02T12:00:00.000Z')
const hours = (n: number) => new Date(at.getTime() + n * 3_600_000)
const some = fc.option(fc.double({ min: -100, max: 0, noNaN: true }).map(hours), { nil: null })

const senderIds = ['a', 'b', 'c']
const touch = fc.record({
  step: fc.nat(2),
  dueAt: fc.double({ min: -48, max: 0, noNaN: true }).map(hours),
  lastInboundAt: some,
  senderId: fc.option(fc.constantFrom(...senderIds), { nil: null }),
  saidAt: some,
  isSayingStill: fc.boolean(),
  neverAgreed: fc.boolean(),
})
const plan = fc.record({
  kind: fc.constantFrom('one_shot', 'drip', 'follow_up') as fc.Arbitrary<'drip'>,
  waits: fc.array(fc.integer({ min: 0, max: 3 * 86_400 }), { minLength: 3, maxLength: 3 }),
})

test('everybody who is due is decided on once, within the room there is and the waits of the plan', () => {
  let placedEver = 0
  fc.assert(
    fc.property(
      plan,
      fc.array(touch, { maxLength: 30 }),
      fc.array(fc.nat(12), { minLength: 3, maxLength: 3 }),
      ({ kind, waits }, due, rooms) => {
        const touches = due.map((one, n) => {
          // The first step has none before it.
          const before = one.step === 0 ? { saidAt: null, isSayingStill: false, neverAgreed: false } : {}
          return {
            contactId: `c${n}`,
            text: '',
            templateId: null,
            variables: null,
            address: '',
            timeZone: null,
            wroteToSenderAt: null,
            agreedSenderId: null,
            wording: null,
            ...one,
            ...before,
          }
        })
        const steps = waits.map((waitSeconds) => ({ text: '', waitSeconds, templateId: null, variables: {} }))
        const room = new Map(senderIds.map((id, n) => [laneOf(id), rooms[n]!]))
        const { placed, later, settled } = decideTouches(
          { kind, steps, connectorId: 'k' },
          touches,
          { senderIds, pool: null, room },
          at,
        )
        placedEver += placed.length
        const decided = [...placed.map((one) => one.touch), ...later, ...settled].map(
          ({ contactId }) => contactId,
        )
        expect(decided.toSorted()).toEqual(touches.map(({ contactId }) => contactId).toSorted())
        for (const [lane, left] of room)
          expect(placed.filter(({ senderId }) => laneOf(senderId) === lane).length).toBeLessThanOrEqual(left)
        for (const one of later) expect(one.dueAt > at).toBe(true)
        for (const { touch: one, senderId } of placed) {
          if (one.senderId !== null) expect(senderId).toBe(one.senderId)
          expect(one.isSayingStill || one.neverAgreed).toBe(false)
          if (one.saidAt === null) continue
          expect(at.getTime() - one.saidAt.getTime()).toBeGreaterThanOrEqual(waits[one.step]! * 1000)
          expect(one.lastInboundAt === null || one.lastInboundAt <= one.saidAt).toBe(true)
        }
        for (const { contactId, reason } of settled) {
          const one = touches.find((each) => each.contactId === contactId)!
          expect(reason).toBe(one.neverAgreed ? 'no_opt_in' : 'replied')
          if (reason === 'replied') expect(one.lastInboundAt).not.toBeNull()
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(placedEver).toBeGreaterThan(100)
})
