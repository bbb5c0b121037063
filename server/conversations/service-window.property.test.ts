import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWindowOpen, serviceWindow, windowSeconds } from './service-window.ts'

const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
const seconds = (n: number, from: Date) => new Date(from.getTime() + n * 1000)

test('the window is open for 24 hours after the contact wrote, and not a moment longer', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 3 * windowSeconds }), (wroteAt, after) => {
      const { open, closesAt } = serviceWindow(wroteAt, seconds(after, wroteAt))
      expect(open).toBe(after < windowSeconds)
      expect(closesAt).toEqual(seconds(windowSeconds, wroteAt))
    }),
  )
})

test('once it is closed it stays closed until they write again', () => {
  fc.assert(
    fc.property(instant, instant, instant, (wroteAt, a, b) => {
      const [earlier, later] = a < b ? [a, b] : [b, a]
      fc.pre(earlier >= wroteAt)
      if (!serviceWindow(wroteAt, earlier).open) expect(serviceWindow(wroteAt, later).open).toBe(false)
      expect(serviceWindow(later, later).open).toBe(true)
    }),
  )
})

test('a margin only ever closes it', () => {
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 0, max: windowSeconds }), (wroteAt, at, margin) => {
      if (isWindowOpen(wroteAt, at, margin)) expect(isWindowOpen(wroteAt, at)).toBe(true)
      expect(isWindowOpen(null, at, margin)).toBe(false)
    }),
  )
})
