import { expect, test } from 'vitest'
import { readCards } from './vcard.ts'

test('a card as WhatsApp writes it, with a group before the number', () => {
  const text = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:Reis;Carla;;;',
    'FN:Carla Reis',
    'item1.TEL;waid=351912345678:+351 912 345 678',
    'item1.X-ABLabel:Mobile',
    'END:VCARD',
  ].join('\r\n')
  expect(readCards(text)).toEqual([{ name: 'Carla Reis', phones: ['+351 912 345 678'] }])
})

test('several people, folded lines, escaped signs and a number as an address', () => {
  const text =
    'BEGIN:VCARD\nFN:Hotel Auro\n ra\\, Front Desk\nTEL;TYPE=work;VALUE=uri:tel:+12025550101\nTEL:+12025550102\nEND:VCARD\nBEGIN:VCARD\nFN:Ana\nEND:VCARD'
  expect(readCards(text)).toEqual([
    { name: 'Hotel Aurora, Front Desk', phones: ['+12025550101', '+12025550102'] },
    { name: 'Ana', phones: [] },
  ])
})

test('what is no card holds nobody', () => {
  expect(readCards('')).toEqual([])
  expect(readCards('FN:Nobody\n<script>alert(1)</script>')).toEqual([])
})
