import { describe, expect, test } from 'vitest'
import { type KnownPace, learnedNow, learnPace } from './learn-pace.ts'

const start = Date.parse('2026-11-20T12:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1000)
const fresh: KnownPace = { pace: null, learnedPace: null, learnedAt: null, refusals: 0, refusedSince: null }

describe('what refusals teach about a sender’s pace', () => {
  test('three within ten seconds are a burst and halve it', () => {
    const first = { ...fresh, ...learnPace(fresh, 1, at(0)) }
    expect(first).toMatchObject({ learnedPace: null, refusals: 1, refusedSince: at(0) })
    const second = { ...first, ...learnPace(first, 1, at(5)) }
    expect(second).toMatchObject({ learnedPace: null, refusals: 2, refusedSince: at(0) })
    expect(learnPace(second, 1, at(9))).toEqual({
      learnedPace: 40,
      learnedAt: at(9),
      refusals: 0,
      refusedSince: null,
    })
  })
  test('single ones, far apart, teach nothing', () => {
    let known = fresh
    for (const second of [0, 11, 22, 33, 44]) known = { ...known, ...learnPace(known, 1, at(second)) }
    expect(known.learnedPace).toBeNull()
  })
  test('what was under way when it was halved does not halve it again', () => {
    const halved = { ...fresh, ...learnPace(fresh, 50, at(0)) }
    expect(halved.learnedPace).toBe(40)
    expect(learnPace(halved, 30, at(9)).learnedPace).toBe(40)
    expect(learnPace(halved, 30, at(10)).learnedPace).toBe(20)
  })
  test('it starts from the sender’s own pace and never ends below one', () => {
    expect(learnPace({ ...fresh, pace: 11 }, 3, at(0)).learnedPace).toBe(5)
    expect(learnPace({ ...fresh, pace: 1 }, 3, at(0)).learnedPace).toBe(1)
  })
})

test('a learned pace grows back by a tenth in a minute, and is then forgotten', () => {
  const learned = { pace: null, learnedPace: 40, learnedAt: at(0) }
  expect([0, 59, 60, 120, 300, 420, 480].map((second) => learnedNow(learned, at(second)))).toEqual([
    40,
    43,
    44,
    48,
    64,
    77,
    null,
  ])
  expect(learnedNow({ ...learned, pace: 20 }, at(0))).toBeNull()
  expect(learnedNow(fresh, at(0))).toBeNull()
})
