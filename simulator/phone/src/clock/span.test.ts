import { expect, test } from 'vitest'
import { spanIn } from './span.ts'

test('a span is told in its two largest parts', () => {
  expect(spanIn(25 * 3_600_000, 'en-GB')).toBe('1 day, 1 hour')
  expect(spanIn(90 * 60_000, 'en-GB')).toBe('1 hour, 30 minutes')
  expect(spanIn((2 * 1_440 + 61) * 60_000, 'en-GB')).toBe('2 days, 1 hour')
  expect(spanIn(2 * 60_000, 'pt-PT')).toBe('2 minutos')
})
