import { expect, test } from 'vitest'
import type { PhoneMessage } from '../api/phones.ts'
import { byDay, localDay, unreadIn } from './chats.ts'

function message(sid: string, over: Partial<PhoneMessage> = {}): PhoneMessage {
  return {
    sid,
    direction: 'in',
    from: 'whatsapp:+12025550101',
    to: 'whatsapp:+351912345678',
    body: sid,
    media: [],
    content: null,
    status: 'delivered',
    at: '2026-11-20T10:00:00.000Z',
    read: true,
    reply_to: null,
    forwarded: false,
    ...over,
  }
}

test('only what came and was not looked at is unread, whatever its receipt says', () => {
  const mine = message('mine', { direction: 'out', read: false })
  const unread = unreadIn([message('looked at'), message('new', { read: false }), mine])
  expect(unread.map((one) => one.sid)).toEqual(['new'])
})

test('days follow the calendar of the reader', () => {
  const evening = new Date(2026, 10, 20, 23, 59)
  const night = new Date(2026, 10, 21, 0, 1)
  const days = byDay([message('a', { at: evening.toISOString() }), message('b', { at: night.toISOString() })])
  expect(days.map((one) => one.day)).toEqual(['2026-11-20', '2026-11-21'])
  expect(localDay(night)).toBe('2026-11-21')
})
