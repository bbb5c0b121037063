import { expect, test } from 'vitest'
import { isLoneEmoji, plainOf, spansOf } from './rich-text.ts'

test('marks style the words between them', () => {
  expect(spansOf('Room *204* is _ready_, ~soon~ `now`')).toEqual([
    { kind: 'plain', text: 'Room ' },
    { kind: 'bold', text: '204' },
    { kind: 'plain', text: ' is ' },
    { kind: 'italic', text: 'ready' },
    { kind: 'plain', text: ', ' },
    { kind: 'strike', text: 'soon' },
    { kind: 'plain', text: ' ' },
    { kind: 'code', text: 'now' },
  ])
})

test('a summary has the words without their marks', () => {
  expect(plainOf('Room *204* is _ready_')).toBe('Room 204 is ready')
})

test('marks inside words stay as they were typed', () => {
  expect(spansOf('snake_case_name and 2*3*4')).toEqual([{ kind: 'plain', text: 'snake_case_name and 2*3*4' }])
})

test('a link loses the full stop of its sentence', () => {
  expect(spansOf('See https://aurora.test/rooms.')).toEqual([
    { kind: 'plain', text: 'See ' },
    { kind: 'link', text: 'https://aurora.test/rooms' },
    { kind: 'plain', text: '.' },
  ])
})

test('only a few emoji alone are drawn large', () => {
  expect(isLoneEmoji('👍🏽')).toBe(true)
  expect(isLoneEmoji('👨‍👩‍👧 ❤️')).toBe(false)
  expect(isLoneEmoji('ok 👍')).toBe(false)
  expect(isLoneEmoji('')).toBe(false)
})
