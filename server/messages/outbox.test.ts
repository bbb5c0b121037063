import { describe, expect, test } from 'vitest'
import { Pace } from './pace.ts'
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
  test('is never above eighty in any second, and close to it over ten', () => {
    const pace = new Pace(80)
    const sent: number[] = []
    for (let now = 0; now < 10_000; now += 5) {
      const count = pace.available('a', now)
      if (count > 0) pace.spend('a', count, now)
      for (let each = 0; each < count; each += 1) sent.push(now)
    }
    for (let start = 0; start < 9000; start += 5) {
      expect(sent.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(84)
    }
    expect(sent.length).toBeGreaterThan(780)
  })
  test('rests when Twilio asks for it, without touching other lanes', () => {
    const pace = new Pace(80)
    pace.rest('a', 1000, 0)
    expect(pace.available('a', 500)).toBe(0)
    expect(pace.available('b', 500)).toBeGreaterThan(0)
    expect(pace.available('a', 1001)).toBeGreaterThan(0)
  })
})
