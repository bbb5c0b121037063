import { expect, test } from 'vitest'
import { otherForm } from './number-forms.ts'

const pairs: [string, string, string][] = [
  ['Brazil, São Paulo', '+5511987654321', '+551187654321'],
  ['Brazil, Porto Alegre', '+5551961234567', '+555161234567'],
  ['Mexico', '+5215512345678', '+525512345678'],
  ['Argentina', '+5491123456789', '+541123456789'],
]
test.each(pairs)('a number of %s is known in both its forms', (_, long, short) => {
  expect(otherForm(`whatsapp:${long}`)).toBe(`whatsapp:${short}`)
  expect(otherForm(`whatsapp:${short}`)).toBe(`whatsapp:${long}`)
})

test.each([
  ['a landline in São Paulo, which never got a 9', '+551132654321'],
  ['a number of Germany', '+4915112345678'],
  ['a number of the United States', '+12025550101'],
  ['a Brazilian number with a digit too many', '+55119876543210'],
])('%s has one form', (_, number) => {
  expect(otherForm(`whatsapp:${number}`)).toBeUndefined()
})

test('a user id has none', () => {
  expect(otherForm('whatsapp:BR.5511987654321')).toBeUndefined()
})
