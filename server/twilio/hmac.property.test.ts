import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha1 } from './hmac.ts'

// RFC 2202, as far as its keys are text.
test.each([['Jefe', 'what do ya want for nothing?', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79']])(
  'of %s and %s is known',
  (key, text, hex) => {
    expect(Buffer.from(hmacSha1(key, text), 'base64').toString('hex')).toBe(hex)
  },
)

test('is that of OpenSSL for any key and any text', () => {
  const anyKey = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.string({ minLength: 63, maxLength: 65 }),
  )
  fc.assert(
    fc.property(anyKey, fc.string({ unit: 'binary', maxLength: 300 }), (key, text) => {
      expect(hmacSha1(key, text)).toBe(createHmac('sha1', key).update(text).digest('base64'))
    }),
    { numRuns: 2000 },
  )
})

test.each([5461, 5462, 300_000])('is that of OpenSSL for a text of %i characters', (length) => {
  const text = '€'.repeat(length)
  expect(hmacSha1('key', text)).toBe(createHmac('sha1', 'key').update(text).digest('base64'))
})
