import { expect, test } from 'vitest'
import { chargeOf } from './ledger-entry.ts'

test.each<[string | null, string | null, ReturnType<typeof chargeOf>]>([
  ['-0.00500', 'USD', { amountMicro: 5000, currency: 'USD' }],
  ['-0.0682', 'usd', { amountMicro: 68_200, currency: 'USD' }],
  ['-12', 'EUR', { amountMicro: 12_000_000, currency: 'EUR' }],
  ['-0.0000004', 'USD', { amountMicro: 0, currency: 'USD' }],
  ['0', 'USD', { amountMicro: 0, currency: 'USD' }],
  // Twilio gives money back with a positive price.
  ['0.00500', 'USD', { amountMicro: -5000, currency: 'USD' }],
  [null, 'USD', null],
  ['-0.00500', null, null],
  ['', 'USD', null],
  ['free', 'USD', null],
  ['-0.005', 'US$', null],
])('the price %s %s', (price, unit, charge) => {
  expect(chargeOf(price, unit)).toEqual(charge)
})
