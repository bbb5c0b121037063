import { expect, test } from 'vitest'
import { countryOf, kindOf, languageOf, readableAddress } from './contact-address.ts'
import { cleanProfileName, displayName, mainAddress } from './contact.ts'

test.each([
  ['whatsapp:+5511987654321', 'phone', 'BR', 'pt', '+55 11 98765 4321'],
  ['whatsapp:+12025550123', 'phone', 'US', 'en', '+1 202 555 0123'],
  ['whatsapp:+14165550123', 'phone', 'CA', 'en', '+1 416 555 0123'],
  ['whatsapp:+919812345678', 'phone', 'IN', 'hi', '+91 98123 45678'],
  ['whatsapp:+888', 'phone', null, null, '+888'],
  ['whatsapp:US.4f7Q2mZ8kd31', 'user_id', 'US', 'en', 'US.4f7Q2mZ8kd31'],
  ['whatsapp:DE.ENT.0aB9', 'user_id', 'DE', 'de', 'DE.ENT.0aB9'],
  ['+5511987654321', undefined, null, null, '+5511987654321'],
  ['whatsapp:Ana', undefined, null, null, 'Ana'],
])('%s is a %s of %s, who writes %s', (address, kind, country, language, readable) => {
  expect(kindOf(address)).toBe(kind)
  expect(countryOf(address)).toBe(country)
  expect(languageOf(countryOf(address))).toBe(language)
  expect(readableAddress(address)).toBe(readable)
})

test('a contact is called by the name of members, else of the profile, else by the address', () => {
  const address = 'whatsapp:+5511987654321'
  expect(displayName({ name: 'Ana (room 12)', profileName: 'Ana' }, address)).toBe('Ana (room 12)')
  expect(displayName({ name: '', profileName: 'Ana' }, address)).toBe('Ana')
  expect(displayName({ name: '', profileName: '' }, address)).toBe('+55 11 98765 4321')
})

test('a profile name is kept on one line, without marks that turn the writing around', () => {
  expect(cleanProfileName('  Ana\n\tSouza ')).toBe('Ana Souza')
  expect(cleanProfileName('\u202Eevil\u202C')).toBe('evil')
  expect(cleanProfileName(null)).toBe('')
  expect([...cleanProfileName('👩‍👩‍👧'.repeat(100))]).toHaveLength(120)
})

test('the phone number of a contact is shown rather than the user id', () => {
  expect(mainAddress(['whatsapp:BR.x1', 'whatsapp:+5511987654321'])).toBe('whatsapp:+5511987654321')
  expect(mainAddress(['whatsapp:BR.x1'])).toBe('whatsapp:BR.x1')
})
