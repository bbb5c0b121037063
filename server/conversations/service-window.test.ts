import { expect, test } from 'vitest'
import { isWindowOpen, sendMarginSeconds, serviceWindow } from './service-window.ts'

const wrote = new Date('2026-03-28T12:00:00.000Z')
const after = (seconds: number) => new Date(wrote.getTime() + seconds * 1000)
const day = 24 * 3600

test('a contact who never wrote has no window', () => {
  expect(serviceWindow(null, wrote)).toEqual({ open: false, closesAt: null })
})

test.each([
  { seconds: 0, open: true, withMargin: true },
  { seconds: day - sendMarginSeconds - 0.001, open: true, withMargin: true },
  { seconds: day - sendMarginSeconds, open: true, withMargin: false },
  { seconds: day - 2, open: true, withMargin: false },
  { seconds: day - 1, open: true, withMargin: false },
  { seconds: day - 0.001, open: true, withMargin: false },
  { seconds: day, open: false, withMargin: false },
  { seconds: day + 0.001, open: false, withMargin: false },
  { seconds: day + 2, open: false, withMargin: false },
])('$seconds s after the last word: open $open, sendable $withMargin', ({ seconds, open, withMargin }) => {
  expect(serviceWindow(wrote, after(seconds))).toEqual({ open, closesAt: after(day) })
  expect(isWindowOpen(wrote, after(seconds))).toBe(open)
  expect(isWindowOpen(wrote, after(seconds), sendMarginSeconds)).toBe(withMargin)
})

test('a change to summer time does not shorten the window', () => {
  // Europe moves its clocks in this night; 24 hours stay 24 hours.
  expect(serviceWindow(wrote, wrote).closesAt).toEqual(new Date('2026-03-29T12:00:00.000Z'))
})
