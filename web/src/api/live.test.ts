import { expect, test } from 'vitest'
import { staleAfter } from './live.ts'

const keys = (topic: string, facts: Record<string, unknown> = {}) =>
  staleAfter({ topic, subjectId: 's1', facts }).map((key) => key.join(' '))

test('a message makes its own thread stale, and no other', () => {
  expect(keys('message', { conversationId: 'c1' })).toContain('messages c1')
  expect(keys('message', { conversationId: 'c1' })).not.toContain('messages')
})

test('a message that does not say where it belongs makes every thread stale', () => {
  expect(keys('message')).toContain('messages')
})

test('a delivery status asks for what needs attention, not for the whole inbox', () => {
  expect(keys('message', { conversationId: 'c1' })).toContain('conversations attention')
  expect(keys('message', { conversationId: 'c1' })).not.toContain('conversations')
})

test('a conversation and a contact are asked for by their ids', () => {
  expect(keys('conversation')).toEqual(expect.arrayContaining(['conversations', 'conversation s1']))
  expect(keys('contact')).toEqual(expect.arrayContaining(['contacts', 'contact s1', 'timeline s1']))
})

test('a topic nobody knows changes nothing', () => {
  expect(keys('weather')).toEqual([])
})
