import { expect, test } from 'vitest'
import { readAnswers } from './form-answers.ts'

test.each([
  ['names and words', { room: 12, name: 'Ana' }, ['room: 12', 'name: Ana']],
  [
    'several choices',
    { extras: ['tea', 'paper'], wake: true, note: null },
    ['extras: tea, paper', 'wake: true', 'note: '],
  ],
  ['answers by page', { pages: [{ id: 'a', view: 'sea' }] }, ['pages.0.id: a', 'pages.0.view: sea']],
  ['what the form says of itself', { flow_token: 'x', view: 'sea' }, ['view: sea']],
  ['text that is no JSON', '{room', [': {room']],
  ['nothing', {}, []],
])('a filled form: %s', (_, data, expected) => {
  expect(readAnswers(data).map(({ name, value }) => `${name}: ${value}`)).toEqual(expected)
})
