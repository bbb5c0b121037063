import { expect, test } from 'vitest'
import { readCard } from './vcard.ts'

test('a card is read with its marks taken out', () => {
  const text =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Silva\\, Ana\\; reception\r\nTEL;TYPE=CELL:+351 912\r\nEND:VCARD\r\n'
  expect(readCard(text)).toEqual({ name: 'Silva, Ana; reception', number: '+351 912' })
})

test('a card of another program is read: folded lines, item prefixes, missing numbers', () => {
  expect(readCard('BEGIN:VCARD\nFN:Bruno\n  Costa\nitem1.TEL;type=CELL:+1555\nEND:VCARD')).toEqual({
    name: 'Bruno Costa',
    number: '+1555',
  })
  expect(readCard('BEGIN:VCARD\nFN:No number\nEND:VCARD')).toEqual({ name: 'No number', number: '' })
})
