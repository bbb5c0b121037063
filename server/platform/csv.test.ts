import { expect, test } from 'vitest'
import { csvOf, withoutApostrophe } from './csv.ts'

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

test.each([
  ["'=1+1", '=1+1'],
  ["'+49 (abc) 12", '+49 (abc) 12'],
  ["'t Hooft", "'t Hooft"],
  ["'+49 30 1", '+49 30 1'],
])('%s is read back', (cell, read) => {
  expect(withoutApostrophe(cell)).toBe(read)
})
