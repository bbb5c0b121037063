import { expect, test } from 'vitest'
import { chatLink, codeIn, joinMark, newCode, newPublicId } from './opt-in-page.ts'

test.each([
  ['Yes, please write to me. (JOIN-7K3F9Q)', '7K3F9Q'],
  ['join-7k3f9q', '7K3F9Q'],
  ['Sim! JOIN-7K3F9Q.', '7K3F9Q'],
  ['JOIN-7K3F9QX', null],
  ['REJOIN-7K3F9Q', null],
  ['JOIN-7K3F1Q', null],
  ['How do I join?', null],
  [`${'x'.repeat(600)} JOIN-7K3F9Q`, null],
])('the code in "%s"', (text, code) => {
  expect(codeIn(text)).toBe(code)
})

test('a code is found again in the text it is sent with, and names are not short', () => {
  const code = newCode()
  expect(codeIn(`Hello ${joinMark(code)}`)).toBe(code)
  expect(newPublicId()).toMatch(/^[a-z2-9]{12}$/)
})

test('the link holds the bare number and the whole text', () => {
  expect(chatLink('whatsapp:+12025550101', 'Yes & go JOIN-7K3F9Q')).toBe(
    'https://wa.me/12025550101?text=Yes%20%26%20go%20JOIN-7K3F9Q',
  )
})
