import { expect, test } from 'vitest'
import { errorPage, explainError, knownErrorCodes } from './error-dictionary.ts'

/** Every code that sending, receiving, numbers and templates on WhatsApp can meet. */
const codesThatMatter = [
  20003, 20005, 20006, 20008, 20404, 20422, 20429, 20500, 20503, 20249, 21211, 21212, 21408, 21602, 21603,
  21604, 21606, 21608, 21609, 21610, 21611, 21617, 21619, 21620, 21623, 21624, 21654, 21655, 21656, 21658,
  21701, 21703, 21704, 21705, 21910, 30001, 30002, 30007, 30008, 30036, 30410, 11200, 11205, 11206, 11210,
  11215, 11220, 11235, 11237, 11240, 11241, 11243, 11750, 11751, 12100, 12102, 12200, 12300, 14107, 14109,
  14110, 63001, 63002, 63003, 63005, 63006, 63007, 63008, 63009, 63010, 63011, 63012, 63013, 63014, 63015,
  63016, 63017, 63018, 63019, 63020, 63021, 63022, 63023, 63024, 63025, 63026, 63027, 63028, 63029, 63030,
  63031, 63032, 63033, 63034, 63036, 63037, 63038, 63040, 63041, 63042, 63043, 63044, 63045, 63046, 63047,
  63049, 63051, 63062, 63112, 63124, 92001, 92002, 92003, 92004, 92005, 92006, 92007, 92008, 92009, 35111,
  35114, 35118, 35125,
]

test('every code that matters has words, in both languages', () => {
  expect(codesThatMatter.filter((code) => !explainError(code).known)).toEqual([])
  for (const code of knownErrorCodes) {
    const { text } = explainError(code)
    for (const words of [...Object.values(text.en), ...Object.values(text.pt)])
      expect(words.length, `${code}: ${words}`).toBeGreaterThan(3)
    expect(text.en.happened, `${code}`).not.toBe(text.pt.happened)
    for (const sentence of [text.en.happened, text.en.remedy, text.pt.happened, text.pt.remedy])
      expect(sentence, `${code}`).toMatch(/\.$/)
  }
})

test.each([
  [20429, 'later'],
  [20003, 'credentials'],
  [20500, 'careful'],
  [30410, 'careful'],
  [21610, 'never'],
  [63016, 'fix-first'],
  [63018, 'once-later'],
  [63038, 'next-day'],
  [63046, 'none'],
])('code %i is of class %s', (code, retry) => {
  expect(explainError(code).retry).toBe(retry)
})

test('a code Twilio adds later is explained carefully and never sent again by itself', () => {
  const entry = explainError(63999)
  expect(entry.known).toBe(false)
  expect(entry.retry).toBe('never')
  expect(entry.text.en.remedy).toContain('twilio.com/docs/errors')
  expect(errorPage(63999)).toBe('https://www.twilio.com/docs/errors/63999')
})
