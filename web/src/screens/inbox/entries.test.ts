import { expect, test } from 'vitest'
import type { Message, Note } from '../../api/conversations.ts'
import { entriesOf } from './entries.ts'

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`
const message = (id: string, minute: number) => ({ id, createdAt: at(minute) }) as Message
const note = (id: string, minute: number): Note => ({
  id,
  authorId: 'm',
  authorName: 'Marta',
  body: '',
  createdAt: at(minute),
})
const written = (text: string) => ({ mode: 'message', text, file: null, quoted: null, at: at(1) }) as const

const writer = { conversationId: 'c', name: 'Marta' }

test('messages keep the order of the thread, even when one is dated before its neighbour', () => {
  const ids = entriesOf([message('a', 5), message('late', 2), message('b', 7)], [], [], writer).map(
    ({ id }) => id,
  )
  expect(ids).toEqual(['a', 'late', 'b'])
})

test('notes stand where they were written; those before the loaded page wait for theirs', () => {
  const messages = [message('a', 5), message('b', 7)]
  const notes = [note('older', 1), note('between', 6), note('last', 9)]
  expect(entriesOf(messages, notes, [], writer).map(({ id }) => id)).toEqual(['a', 'between', 'b', 'last'])
  expect(entriesOf([], notes, [], writer).map(({ id }) => id)).toEqual(['older', 'between', 'last'])
})

test('what is on its way comes last, however the clocks go', () => {
  const entries = entriesOf([message('a', 5)], [], [written('one'), written('two')], writer)
  expect(entries.slice(1).map((entry) => 'message' in entry && entry.message.body)).toEqual(['one', 'two'])
  expect(new Set(entries.map(({ id }) => id)).size).toBe(3)
})
