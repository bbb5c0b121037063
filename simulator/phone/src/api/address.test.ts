import { expect, test } from 'vitest'
import { readableAddress, toAddress } from './address.ts'

const desk = 'whatsapp:+12025550101'
const guest = 'whatsapp:+351912345678'

test('an address is understood as people write it', () => {
  expect(toAddress(' +1 (202) 555-0101 ')).toBe(desk)
  expect(toAddress('whatsapp:+12025550101')).toBe(desk)
  expect(toAddress('PT.4f9a01')).toBe('whatsapp:PT.4f9a01')
  expect(toAddress('hello')).toBeNull()
  expect(toAddress('+12')).toBeNull()
})

test('an address is shown without its prefix and in groups', () => {
  expect(readableAddress(desk)).toBe('+1 202 555 0101')
  expect(readableAddress(guest)).toBe('+351 912 345 678')
  expect(readableAddress('whatsapp:PT.4f9a01')).toBe('PT.4f9a01')
})
