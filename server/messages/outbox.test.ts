import { describe, expect, test } from 'vitest'
import { type Departure, Pace } from './pace.ts'
import { settle } from './record-outcomes.ts'

describe('what an outcome does to a message', () => {
  const rejected = (httpStatus: number, code: number, retry: 'never' | 'later' | 'credentials') => ({
    outcome: 'rejected' as const,
    httpStatus,
    code,
    message: 'no',
    retry,
    retryAfterSeconds: null,
  })
  test.each([
    [
      'accepted',
      { outcome: 'accepted' as const, sid: 'SM1', status: 'queued', from: null },
      { attempt: 'accepted', message: 'accepted', sid: 'SM1' },
    ],
    [
      'an answer that was lost is unknown, never queued',
      { outcome: 'unknown' as const, reason: 'timeout', httpStatus: null },
      { attempt: 'unknown', message: 'unknown' },
    ],
    [
      'a 500 is unknown, never queued',
      { outcome: 'unknown' as const, reason: 'HTTP 500', httpStatus: 500 },
      { attempt: 'unknown', message: 'unknown', httpStatus: 500 },
    ],
    [
      'no byte was written: again',
      { outcome: 'notSent' as const, reason: 'connect' },
      { attempt: 'not_sent', message: 'queued' },
    ],
    [
      '429 was not processed: again',
      rejected(429, 20429, 'later'),
      { attempt: 'rejected', message: 'queued' },
    ],
    [
      'credentials: not the message’s fault',
      rejected(401, 20003, 'credentials'),
      { attempt: 'rejected', message: 'queued' },
    ],
    [
      'a refusal is final',
      rejected(400, 21211, 'never'),
      { attempt: 'rejected', message: 'failed', errorCode: 21211 },
    ],
  ])('%s', (_, result, expected) => {
    expect(settle(result, 0.5)).toMatchObject(expected)
  })
})

describe('the pace of a lane', () => {
  /** Sends as fast as the pace lets, with messages that are up to `late` ms behind their slot. */
  function run(pace: Pace, seconds: number, late: number): number[] {
    const waiting: { departure: Departure; due: number }[] = []
    const sent: number[] = []
    let seed = 7
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    for (let now = 0; now < seconds * 1000; now += 1) {
      for (let room = pace.room('a', now); room > 0; room -= 1) {
        const departure = pace.takeSlot('a', now)
        waiting.push({ departure, due: departure.due + random() * late })
      }
      for (const message of waiting) {
        if (message.due > now) continue
        const wait = pace.leave(message.departure, now)
        message.due = wait > 0 ? now + wait : Infinity
        if (wait > 0) continue
        sent.push(now)
        pace.answered(message.departure, now + 50, true)
      }
    }
    return sent
  }
  const mostInASecond = (sent: readonly number[]) =>
    Math.max(...sent.map((start) => sent.filter((at) => at >= start && at < start + 1000).length))

  test.each([
    [0, 790],
    [5, 780],
    [60, 760],
  ])('is never above eighty in any second, and close to it, with delays of %i ms', (late, atLeast) => {
    const sent = run(new Pace(80), 10, late)
    expect(mostInASecond(sent)).toBeLessThanOrEqual(80)
    expect(sent.length).toBeGreaterThan(atLeast)
  })
  test('begins evenly, and catches up where it was held up for less than a second', () => {
    const pace = new Pace(80)
    const duesAt = (now: number) =>
      Array.from({ length: pace.room('a', now) }, () => pace.takeSlot('a', now)).map((one) => {
        expect(pace.leave(one, Math.max(one.due, now))).toBe(0)
        pace.answered(one, Math.max(one.due, now) + 50, true)
        return one.due
      })
    const first = duesAt(0)
    expect([first.length, first[0], first.at(-1)]).toEqual([24, 0, 287.5])
    // Nobody looked for half a second: what was due meanwhile leaves at once.
    expect(duesAt(800).filter((due) => due < 800)).toHaveLength(40)
    // Nothing was due for longer than that.
    expect(duesAt(60_000)[0]).toBe(60_000)
  })
  test('does not make up for what was not sent', () => {
    const pace = new Pace(80)
    run(pace, 1, 0)
    expect(pace.room('a', 60_000)).toBeLessThan(25)
  })
  test('is the lane’s own where it has one, from now on', () => {
    const pace = new Pace(80)
    pace.set('a', 10, null)
    const sent = run(pace, 10, 0)
    expect(mostInASecond(sent)).toBeLessThanOrEqual(10)
    expect(sent.length).toBeGreaterThan(97)
    pace.set('a', 40, 20)
    expect(pace.leave(pace.takeSlot('a', 10_000), 10_000)).toBe(0)
  })
  test('waits for what may have arrived late, and not for an answer that never comes', () => {
    const pace = new Pace(1)
    const send = (now: number, took: number) => {
      const departure = pace.takeSlot('a', now)
      expect(pace.leave(departure, now)).toBe(0)
      pace.answered(departure, now + took, true)
    }
    send(0, 50)
    send(10_100, 50)
    send(12_000, 90)
    const third = pace.takeSlot('a', 13_000)
    expect(pace.leave(third, 13_000)).toBe(42)
    expect(pace.leave(third, 13_042)).toBe(0)
    const fourth = pace.takeSlot('a', 14_100)
    expect(pace.leave(fourth, 14_100)).toBe(944)
    expect(pace.leave(fourth, 15_044)).toBe(0)
  })
  test('does not trust the shortest of its first answers: all of them may be late', () => {
    const pace = new Pace(1)
    for (const [now, took] of [
      [0, 60],
      [2000, 60],
    ] as const) {
      const departure = pace.takeSlot('a', now)
      expect(pace.leave(departure, now)).toBe(0)
      pace.answered(departure, now + took, true)
    }
    const third = pace.takeSlot('a', 3000)
    expect(pace.leave(third, 3000)).toBe(14)
    expect(pace.leave(third, 3014)).toBe(0)
  })
  test('slows down by what every message is held up, and no more', () => {
    const pace = new Pace(80)
    const sent: number[] = []
    for (let now = 0, waiting: Departure[] = []; now < 20_000; now += 1) {
      for (let room = pace.room('a', now); room > 0; room -= 1) waiting.push(pace.takeSlot('a', now))
      waiting = waiting.filter((departure) => {
        if (departure.due > now || pace.leave(departure, now) > 0) return true
        // One in forty is answered at once, the others 20 ms later.
        pace.answered(departure, now + (sent.length % 40 === 0 ? 50 : 70), true)
        sent.push(now)
        return false
      })
      expect(waiting.length).toBeLessThan(30)
    }
    expect(sent.length).toBeGreaterThan(20 * 80 * 0.96)
  })
  test('begins again evenly after a pause that Twilio asked for', () => {
    const pace = new Pace(80)
    run(pace, 1, 0)
    pace.rest('a', 1000, 1000)
    const dues = Array.from({ length: pace.room('a', 2001) }, () => pace.takeSlot('a', 2001).due)
    expect(dues.length).toBeLessThan(30)
    expect(dues.filter((due) => due < 2100).length).toBeLessThan(10)
  })
  test('takes no more than a second of the pace, and keeps what was taken while it catches up', () => {
    for (const perSecond of [1, 80]) {
      const pace = new Pace(perSecond)
      expect(pace.leave(pace.takeSlot('a', 0), 0)).toBe(0)
      expect(pace.room('a', 1001)).toBeLessThanOrEqual(perSecond)
      // Claim and marker took a quarter of a second.
      expect(pace.takeSlot('a', 1250).due).toBeLessThan(1010)
    }
  })
  test('rests when Twilio asks for it, without touching other lanes', () => {
    const pace = new Pace(80)
    pace.rest('a', 1000, 0)
    expect([pace.room('a', 500), pace.leave(pace.takeSlot('a', 500), 500)]).toEqual([0, 500])
    expect(pace.room('b', 500)).toBeGreaterThan(0)
    expect(pace.room('a', 1001)).toBeGreaterThan(0)
  })
})
