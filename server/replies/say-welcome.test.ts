import { describe, expect, test } from 'vitest'
import { bodyLimit } from './brain.ts'
import { sayWelcome } from './say-welcome.ts'

describe('a welcome', () => {
  test.each([
    ['stands before the answer', 'Welcome!', [{ body: 'At seven.' }], [{ body: 'Welcome!\n\nAt seven.' }]],
    ['that is empty changes nothing', '  ', [{ body: 'At seven.' }], [{ body: 'At seven.' }]],
    ['is not said alone', 'Welcome!', [], []],
    [
      'stands in the first of several messages',
      'Welcome!',
      [{ body: 'One' }, { body: 'Two' }],
      [{ body: 'Welcome!\n\nOne' }, { body: 'Two' }],
    ],
    [
      'is the caption of a picture that has none',
      'Welcome!',
      [{ body: '', mediaUrl: 'https://a.test/b.png' }],
      [{ body: 'Welcome!', mediaUrl: 'https://a.test/b.png' }],
    ],
  ])('%s', (_, welcome, messages, said) => expect(sayWelcome(welcome, messages)).toEqual(said))

  test('that does not fit beside the answer is a message of its own', () => {
    const answer = { body: 'x'.repeat(bodyLimit) }
    expect(sayWelcome('Welcome!', [answer])).toEqual([{ body: 'Welcome!' }, answer])
  })
})
