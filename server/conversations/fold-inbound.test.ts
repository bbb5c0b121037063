import { expect, test } from 'vitest'
import { foldInbound, type InboundEntry, type ThreadState } from './fold-inbound.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute))
const thread: ThreadState = {
  lastPosition: 4,
  unreadCount: 1,
  lastMessageAt: at(10),
  lastInboundAt: at(5),
  lastInboundSid: 'SM5',
  contactAddress: 'whatsapp:+4915112345678',
}
const entry = (minute: number, more: Partial<InboundEntry> = {}): InboundEntry => ({
  sid: `SM${minute}`,
  contactAddress: 'whatsapp:+4915112345678',
  preview: `at ${minute}`,
  at: at(minute),
  late: false,
  ...more,
})

test('messages take the next places, are unread, and the last one shows', () => {
  expect(foldInbound(thread, [entry(11), entry(12)])).toEqual({
    ...thread,
    lastPosition: 6,
    unreadCount: 3,
    lastMessageAt: at(12),
    lastInboundAt: at(12),
    lastInboundSid: 'SM12',
    preview: 'at 12',
  })
})

test('a late message among younger ones is counted and changes neither what shows nor the window', () => {
  expect(foldInbound(thread, [entry(3, { late: true })])).toEqual({
    ...thread,
    lastPosition: 5,
    unreadCount: 2,
    preview: null,
  })
})

test('a late message that is the youngest shows', () => {
  const after = foldInbound(thread, [entry(20, { late: true }), entry(15, { late: true })])
  expect(after).toMatchObject({ preview: 'at 20', lastMessageAt: at(20), lastInboundSid: 'SM20' })
})

test('an older message than our last one opens the window without moving the thread back', () => {
  const after = foldInbound(thread, [entry(7)])
  expect(after).toMatchObject({ lastMessageAt: at(10), lastInboundAt: at(7), preview: 'at 7' })
})

test('answers go where the contact wrote from last', () => {
  const elsewhere = 'whatsapp:DE.abc'
  const after = foldInbound(thread, [entry(12, { contactAddress: elsewhere }), entry(11)])
  expect(after.contactAddress).toBe(elsewhere)
})
