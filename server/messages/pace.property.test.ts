import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

// Whatever the pace, however late messages are, and whatever Twilio asks for meanwhile: no second sees more than the pace.

const change = fc.record({
  at: fc.integer({ min: 0, max: 4000 }),
  pace: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
  learned: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
})
const lateness = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 40 })

/** When messages left, with the pace that held then. */
function departures(
  usual: number,
  changes: readonly { at: number; pace: number | null; learned: number | null }[],
  late: readonly number[],
) {
  const pace = new Pace(usual)
  let allowed = usual
  let taken = 0
  let waiting: number[] = []
  const left: { at: number; allowed: number }[] = []
  for (let now = 0; now < 5000; now += 1) {
    for (const { pace: given, learned } of changes.filter(({ at }) => at === now)) {
      pace.set('a', given, learned)
      allowed = Math.min(given ?? usual, learned ?? Infinity)
    }
    for (let room = pace.room('a', now); room > 0; room -= 1)
      waiting.push(pace.takeSlot('a', now) + late[(taken += 1) % late.length]!)
    waiting = waiting.flatMap((due) => {
      if (due > now) return [due]
      const wait = pace.leave('a', now)
      if (wait <= 0) left.push({ at: now, allowed })
      return wait <= 0 ? [] : [now + wait]
    })
  }
  return left
}

test('no second of any lane sees more messages than its pace', () => {
  let sent = 0
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.array(change, { maxLength: 4 }),
      lateness,
      (usual, changes, late) => {
        const left = departures(usual, changes, late)
        sent += left.length
        for (const [index, { at }] of left.entries()) {
          const second = left.slice(index).filter((other) => other.at < at + 1000)
          expect(second.length).toBeLessThanOrEqual(Math.max(...second.map(({ allowed }) => allowed)))
        }
      },
    ),
    { numRuns: 40 },
  )
  expect(sent).toBeGreaterThan(1000)
})
