import { expect, test } from 'vitest'
import { joinedThread, type JoiningThread } from './joined-thread.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 12, minute))
const thread: JoiningThread = {
  id: 'a',
  contactId: 'c',
  contactAddress: 'whatsapp:+1',
  senderId: 's',
  connectorId: 'k',
  holder: 'agent',
  holderId: null,
  epoch: 0,
  waitingReason: null,
  waitingSince: null,
  assignedTo: null,
  lastInboundAt: null,
  lastInboundSid: null,
  lastMessageAt: at(0),
  lastMessagePreview: '',
  lastMessageDirection: 'in',
  unreadCount: 0,
  lastPosition: 1,
  quiet: false,
  createdAt: at(0),
}

test('the window is the larger one, and answers go where the person wrote from last', () => {
  const kept = { ...thread, lastInboundAt: at(1), lastInboundSid: 'SM1' }
  const other = { ...thread, lastInboundAt: at(5), lastInboundSid: 'SM5', contactAddress: 'whatsapp:+2' }
  const inbound = { lastInboundAt: at(5), lastInboundSid: 'SM5', contactAddress: 'whatsapp:+2' }
  expect(joinedThread(kept, other)).toMatchObject(inbound)
  expect(joinedThread(other, kept)).toMatchObject(inbound)
})

test('a thread in which the person never wrote changes neither', () => {
  const kept = { ...thread, lastInboundAt: at(1), lastInboundSid: 'SM1' }
  const other = { ...thread, contactAddress: 'whatsapp:+2', lastMessageAt: at(9), lastMessagePreview: 'Hi' }
  expect(joinedThread(kept, other)).toMatchObject({
    lastInboundAt: at(1),
    contactAddress: 'whatsapp:+1',
    lastMessagePreview: 'Hi',
  })
})

test('what is unread adds up, and what was quiet stays so only if both were', () => {
  const joined = joinedThread({ ...thread, quiet: true, unreadCount: 2 }, { ...thread, unreadCount: 3 })
  expect(joined).toMatchObject({ quiet: false, unreadCount: 5 })
  expect(joinedThread({ ...thread, quiet: true }, { ...thread, quiet: true }).quiet).toBe(true)
})

test('the epoch rises above both', () => {
  expect(joinedThread({ ...thread, epoch: 3 }, { ...thread, epoch: 7 }).epoch).toBe(8)
})

test('a member who holds one holds both, and nobody is waited for', () => {
  const held = { ...thread, holder: 'member' as const, holderId: 'nils' }
  const waiting = {
    ...thread,
    holder: 'nobody' as const,
    waitingReason: 'no_knowledge' as const,
    waitingSince: at(2),
  }
  const expected = { holder: 'member', holderId: 'nils', waitingReason: null, waitingSince: null }
  expect(joinedThread(waiting, held)).toMatchObject(expected)
  expect(joinedThread(held, waiting)).toMatchObject(expected)
})

test('a person who is waited for in one is waited for in both, since the first asked', () => {
  const asked = {
    ...thread,
    holder: 'nobody' as const,
    waitingReason: 'asked_for_person' as const,
    waitingSince: at(4),
  }
  const off = { ...thread, waitingReason: 'agent_off' as const, waitingSince: at(2) }
  const expected = { holder: 'nobody', waitingReason: 'asked_for_person', waitingSince: at(2) }
  expect(joinedThread(off, asked)).toMatchObject(expected)
  expect(joinedThread(asked, off)).toMatchObject(expected)
})
