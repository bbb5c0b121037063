import { expect, test } from 'vitest'
import { type Change, rowsOf } from './change.ts'

const read = (changes: readonly Change[]) => JSON.parse(rowsOf(changes)) as Change[][]

const change = (subjectId: string, facts = {}): Change => ({ topic: 'message', subjectId, facts })

test('what is told twice in a transaction is told once, where it was told first', () => {
  const [one, two] = [change('1'), change('2')]
  expect(read([one, two, change('1'), change('1', { conversationId: '3' })])).toEqual([
    [one, two, change('1', { conversationId: '3' })],
  ])
})

test('many are more than one row, and none is lost', () => {
  const many = Array.from({ length: 250 }, (_, at) => change(String(at)))
  const rows = read(many)
  expect(rows.map(({ length }) => length)).toEqual([100, 100, 50])
  expect(rows.flat()).toEqual(many)
  expect(read([])).toEqual([])
})
