import { describe, expect, test } from 'vitest'
import { csvLine, readSuppressionFile } from './suppression-file.ts'

describe('a list of numbers', () => {
  test.each([
    ['a plain list', '+5511987654321\n+4915112345678\n'],
    ['with addresses', 'whatsapp:+5511987654321\r\nwhatsapp:+4915112345678'],
    ['with a header', 'phone\n+5511987654321\n+4915112345678'],
    [
      'with the column somewhere',
      'name;Telefone;when\nAna;+55 11 98765-4321;today\nBruno;0049 151 12345678;\n',
    ],
    ['without the plus', '5511987654321,Ana\n4915112345678,Bruno\n'],
    ['said twice', '\uFEFF"+55 (11) 98765-4321"\n\n5511987654321\n+4915112345678\n'],
  ])('%s', (_, text) => {
    expect(readSuppressionFile(text)).toEqual({
      addresses: ['whatsapp:+5511987654321', 'whatsapp:+4915112345678'],
      unreadable: [],
    })
  })

  test('people who hide their number are named by their id', () => {
    expect(readSuppressionFile('address\nUS.4f7Q2mZ8kd31').addresses).toEqual(['whatsapp:US.4f7Q2mZ8kd31'])
  })

  test('what is no number is told with its line', () => {
    expect(readSuppressionFile('phone\n+5511987654321\nAna\n,\n12')).toEqual({
      addresses: ['whatsapp:+5511987654321'],
      unreadable: [
        { line: 3, text: 'Ana' },
        { line: 4, text: '' },
        { line: 5, text: '12' },
      ],
    })
    expect(readSuppressionFile('')).toEqual({ addresses: [], unreadable: [] })
  })
})

test('a cell cannot become a formula, and a number stays one', () => {
  expect(csvLine(['+5511987654321', '=1+1', '-cmd', 'a "b", c'])).toBe(
    `+5511987654321,'=1+1,'-cmd,"a ""b"", c"\r\n`,
  )
})
