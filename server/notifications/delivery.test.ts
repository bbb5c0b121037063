import { expect, test } from 'vitest'
import {
  decideDelivery,
  type Delivery,
  isGivenUp,
  type Known,
  outcomeOfStatus,
  pauseAfter,
} from './delivery.ts'
import { type Preference, unchosen } from './preference.ts'

const at = new Date('2026-03-02T23:30:00Z')
const mail: Delivery = {
  id: '1',
  way: 'mail',
  targetId: 'nils',
  memberId: 'nils',
  kind: 'reply',
  notificationId: '2',
  subject: 'reply:3',
  attempts: 1,
  age: 60,
}
const webhook: Delivery = { ...mail, way: 'webhook', memberId: null }
const unread: Known = { read: false, reachable: true, preference: unchosen }
const night: Preference = { ...unchosen, timeZone: 'Europe/Berlin', quiet: { from: 22 * 60, until: 7 * 60 } }
const team = { ...unread, preference: null }

test.each<[string, Partial<Delivery>, Known, object]>([
  ['what is unread is told', mail, unread, { do: 'send' }],
  ['what was read in the app meanwhile is not', mail, { ...unread, read: true }, { do: 'skip', why: 'read' }],
  ['a room full of people is told whoever has read it', webhook, { ...team, read: true }, { do: 'send' }],
  ['a notification that is gone', mail, { ...unread, read: null }, { do: 'skip', why: 'gone' }],
  ['a target that is gone', mail, { ...unread, reachable: false }, { do: 'skip', why: 'not_reachable' }],
  ['two days late', { age: 49 * 3600 }, unread, { do: 'skip', why: 'too_late' }],
  ['a crash at every try ends', { attempts: 11 }, unread, { do: 'skip', why: 'tried_too_often' }],
  ['the last try', { attempts: 10 }, unread, { do: 'send' }],
  [
    'at night it waits for the member’s morning',
    mail,
    { ...unread, preference: night },
    { do: 'wait', until: new Date('2026-03-03T06:00:00Z') },
  ],
  [
    'where the member is, it is day',
    mail,
    { ...unread, preference: { ...night, timeZone: 'Asia/Tokyo' } },
    { do: 'send' },
  ],
  ['an outgoing webhook knows no night', webhook, team, { do: 'send' }],
])('%s', (_, delivery, known, expected) => {
  expect(decideDelivery({ ...mail, ...delivery }, known, at)).toEqual(expected)
})

test('pauses grow and stay within six hours', () => {
  expect([1, 2, 3, 4, 9].map((attempts) => pauseAfter(attempts))).toEqual([30, 120, 480, 1920, 21_600])
})

test.each([
  [200, 'sent'],
  [201, 'sent'],
  [204, 'sent'],
  [302, 'later'],
  [400, 'later'],
  [404, 'gone'],
  [410, 'gone'],
  [429, 'later'],
  [503, 'later'],
])('an answer of %i means: %s', (status, how) => {
  expect(outcomeOfStatus(status, [404, 410]).how).toBe(how)
})

test('an outgoing webhook is given up after three days of failing', () => {
  const since = (hours: number) => new Date(at.getTime() - hours * 3_600_000)
  expect([null, since(71), since(72)].map((failing) => isGivenUp(failing, at))).toEqual([false, false, true])
})
