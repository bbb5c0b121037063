import { expect, test } from 'vitest'
import { effectBody, readEffect } from './effects.ts'

test('an effect without details is a word, one with details an object of its name', () => {
  expect(effectBody('hang-after-accept', {}, undefined)).toBe('hang-after-accept')
  expect(effectBody('delay', { ms: 3000 }, undefined)).toEqual({ delay: { ms: 3000 } })
  expect(effectBody('reset', {}, false)).toEqual({ reset: { accept: false } })
})

test('a standing effect is told by its name and what was given', () => {
  expect(readEffect('garble')).toEqual(['garble', []])
  expect(readEffect({ status: { http: 429, code: null, accept: false } })).toEqual([
    'status',
    ['http 429', 'accept false'],
  ])
})
