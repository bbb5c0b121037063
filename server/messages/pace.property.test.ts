import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Departure, Pace } from './pace.ts'

// Whatever the pace, however late messages are, and whatever Twilio asks for meanwhile: no second sees more than the pace, neither of
// those that leave nor of those that arrive.

const change = fc.record({
  at: fc.integer({ min: 0, max: 4000 }),
  pace: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
  learned: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never
const lateness = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 40 })
/** How long messages are held up on their way there, and their answers on the way back; now and then neither is. */
const heldUp = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 400 })), { maxLength: 40 })
  .map((ways): [number, number][] => [[0, 0], ...ways.filter(([there, back]) => there + back < 1000)])

interface Sent {
  at: number
  arrived: number
  allowed: number
}

/** When messages left and arrived, with the pace that held then. The way there takes 20 ms, and the answer 30 more. */
function departures(
  usual: number,
  changes: readonly Change[],
  late: readonly number[],
  ways: [number, number][],
) {
  const pace = new Pace(usual)
  let allowed = usual
  let taken = 0
  let waiting: { departure: Departure; at: number }[] = []
  let asked: { departure: Departure; answer: number }[] = []
  const sent: Sent[] = []
  for (let now = 0; now < 5000; now += 1) {
    for (const { pace: given, learned } of changes.filter(({ at }) => at === now)) {
      pace.set('a', given, learned)
      allowed = Math.min(given ?? usual, learned ?? Infinity)
    }
    for (const { departure, answer } of asked) if (answer <= now) pace.answered(departure, now, true)
    asked = asked.filter(({ answer }) => answer > now)
    for (let room = pace.room('a', now); room > 0; room -= 1) {
      const departure = pace.takeSlot('a', now)
      waiting.push({ departure, at: departure.due + late[(taken += 1) % late.length]! })
    }
    waiting = waiting.flatMap(({ departure, at }) => {
      if (at > now) return [{ departure, at }]
      const wait = pace.leave(departure, now)
      if (wait > 0) return [{ departure, at: now + wait }]
      const [there, back] = ways[sent.length % ways.length]!
      sent.push({ at: now, arrived: now + 20 + there, allowed })
      asked.push({ departure, answer: now + 50 + there + back })
      return []
    })
  }
  return sent
}

/** The fullest second, as how many are in it above what was allowed while they left. */
function mostAbove(sent: readonly Sent[], by: 'at' | 'arrived') {
  const inOrder = sent.toSorted((a, b) => a[by] - b[by])
  return Math.max(
    -Infinity,
    ...inOrder.map((first, index) => {
      const second = inOrder.slice(index).filter((other) => other[by] < first[by] + 1000)
      return second.length - Math.max(...second.map(({ allowed }) => allowed))
    }),
  )
}

test('no second of any lane sees more messages leave or arrive than its pace', () => {
  let sent = 0
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.array(change, { maxLength: 4 }),
      lateness,
      heldUp,
      (usual, changes, late, ways) => {
        const left = departures(usual, changes, late, ways)
        sent += left.length
        expect(mostAbove(left, 'at')).toBeLessThanOrEqual(0)
        expect(mostAbove(left, 'arrived')).toBeLessThanOrEqual(0)
      },
    ),
    { numRuns: 40 },
  )
  expect(sent).toBeGreaterThan(1000)
})

test('a lane whose answers are all late believes the shortest of another, for both go the same way', () => {
  const pace = new Pace(1)
  const send = (lane: string, left: number, took: number) => {
    const departure = pace.takeSlot(lane, left)
    expect(pace.leave(departure, left)).toBe(0)
    pace.answered(departure, left + took, true)
  }
  for (const left of [0, 12_000]) {
    send('quick', left, 50)
    send('busy', left, 60)
  }
  send('busy', 14_000, 80)
  // It may have arrived 30 ms late, not only 20, and the next of its slot must not come closer to it than a second.
  expect(pace.takeSlot('busy', 15_000).due).toBeGreaterThanOrEqual(15_030)
})
