import { types } from 'pg'
import { expect, test } from 'vitest'
import { parseInstant } from './parse-instant.ts'

const byTheDriver = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date | number

test.each([
  '2026-03-02 23:30:00.123456+00',
  '2026-12-31 23:59:59.999999+00',
  '2024-02-29 00:00:00+00',
  '2026-01-02 03:04:05.1+00',
  '2026-01-02 03:04:05.29+00',
  '0999-01-02 03:04:05+00',
  '0044-03-15 00:00:00+00 BC',
  '12026-01-02 03:04:05+00',
  '2026-01-02 03:04:05+05:30',
  'infinity',
  '-infinity',
])('%s is what the driver reads in it', (text) => {
  expect(parseInstant(text)).toEqual(byTheDriver(text))
})
