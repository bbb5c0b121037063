import { expect, test } from 'vitest'
import { confirmationText } from './opt-out-confirmation.ts'
import { consentLanguages, readConsentWord } from './opt-out-words.ts'

test.each([...consentLanguages])('the confirmation in %s names a word that is understood', (language) => {
  const text = confirmationText(language)
  if (language !== 'en') expect(text).not.toBe(confirmationText('en'))
  const words = text.split(/[\s.,।]+/)
  expect(words.some((word) => readConsentWord(word) === 'opt_in')).toBe(true)
})

test('other languages and unknown ones get English', () => {
  expect(confirmationText('fi')).toBe(confirmationText('en'))
  expect(confirmationText(null)).toBe(confirmationText('en'))
})
