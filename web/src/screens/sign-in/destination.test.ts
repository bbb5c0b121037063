import { expect, test } from 'vitest'
import { destinationOf } from './destination.ts'

test.each([
  ['/inbox/42?x=1', '/inbox/42?x=1'],
  [undefined, '/'],
  ['', '/'],
  ['//elsewhere.test/steal', '/'],
  ['/\\elsewhere.test', '/'],
  ['https://elsewhere.test', '/'],
])('after the door, %s leads to %s', (to, expected) => {
  expect(destinationOf(to, '/')).toBe(expected)
})
