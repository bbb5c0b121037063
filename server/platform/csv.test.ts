import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test.each([
  ['plain', 'plain'],
  ['a "b", c', '"a ""b"", c"'],
  ['two\nlines', '"two\nlines"'],
  ['+55 (11) 98765-4321', '+55 (11) 98765-4321'],
  ['-3.5', '-3.5'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
])('%s', (given, cell) => {
  expect(csvOf([['name'], [given]])).toBe(`name\r\n${cell}\r\n`)
})
