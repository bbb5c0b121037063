import { expect, test } from 'vitest'
import type { Said } from '#messages/preview.ts'
import { wordsOf } from './words-of.ts'

const text: Said = { kind: 'text', body: '', details: {}, mediaType: null }

test.each<[string, Partial<Said>, string]>([
  ['words are told as they are', { body: 'Two nights,\nplease' }, 'Two nights,\nplease'],
  [
    'of a form each answer has its name',
    {
      kind: 'flow',
      details: {
        answers: [
          { name: 'guests', value: '2' },
          { name: 'room.view', value: 'sea' },
          { name: '', value: 'quiet' },
        ],
      },
    },
    'guests: 2\nroom.view: sea\nquiet',
  ],
  ['a picture without words is a picture', { kind: 'media', mediaType: 'image/jpeg' }, '[image]'],
  [
    'a picture with words says them',
    { kind: 'media', mediaType: 'image/jpeg', body: 'This one' },
    'This one',
  ],
])('%s', (_, said, words) => {
  expect(wordsOf({ ...text, ...said })).toBe(words)
})
