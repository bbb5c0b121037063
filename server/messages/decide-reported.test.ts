import { describe, expect, test } from 'vitest'
import { decideAttempt, decideMessage } from './decide-reported.ts'
import type { Folded } from './fold-statuses.ts'
import type { ReportedAttempt } from './reported-store.ts'

const accepted: ReportedAttempt = {
  id: 'attempt',
  state: 'accepted',
  errorCode: null,
  sid: 'SM1',
  detail: null,
  isSettled: true,
  isChecked: true,
  reports: [],
  told: null,
  messageId: 'message',
  conversationId: 'conversation',
  contactId: 'contact',
  senderId: 'sender',
  authorId: null,
  permitId: null,
  messageStatus: 'accepted',
  messageReason: null,
  messageErrorCode: null,
  messageSid: 'SM1',
  retries: 0,
  isLatest: true,
  hasTemplateBehind: false,
}
const folded = (status: Folded['status'], errorCode: number | null = null): Folded => ({ status, errorCode })

describe('what a report makes of the message', () => {
  test.each<[string, Partial<ReportedAttempt>, Folded, object | null]>([
    ['delivered', {}, folded('delivered'), { status: 'delivered', reason: null }],
    ['told again', { messageStatus: 'delivered' }, folded('delivered'), null],
    [
      'faster than the answer',
      { messageStatus: 'dispatching', messageSid: null },
      folded('sent'),
      { status: 'sent', sid: 'SM1' },
    ],
    [
      'dropped while unknown, and sent after all',
      { messageStatus: 'canceled' },
      folded('sent'),
      { status: 'sent' },
    ],
    ['of an attempt before the last', { isLatest: false }, folded('failed', 63018), null],
    ['taken again meanwhile', { messageStatus: 'claimed' }, folded('delivered'), null],
    [
      'waits for its second try, and nothing new',
      { messageStatus: 'queued', retries: 1 },
      folded('failed', 63018),
      null,
    ],
    [
      'waits for its second try, and has arrived',
      { messageStatus: 'queued', retries: 1 },
      folded('delivered'),
      { status: 'delivered' },
    ],
    ['lost, nobody says why', {}, folded('undelivered'), { status: 'undelivered', reason: 'twilio_refused' }],
    ['the window was missed', {}, folded('failed', 63016), { status: 'held', reason: 'window_closed' }],
    [
      'the window was missed, a template follows',
      { hasTemplateBehind: true },
      folded('failed', 63016),
      { status: 'failed', reason: null },
    ],
    ['throttled', {}, folded('failed', 63018), { status: 'queued', reason: 'throttled', waitSeconds: 60 }],
    ['throttled once more', { retries: 1 }, folded('failed', 63018), { status: 'failed', waitSeconds: null }],
    [
      'throttled, and nobody wants it any more',
      { messageStatus: 'canceled' },
      folded('failed', 63018),
      { status: 'failed', waitSeconds: null },
    ],
    ['will never arrive', {}, folded('undelivered', 63024), { status: 'undelivered', waitSeconds: null }],
  ])('%s', (_, given, reported, becomes) => {
    const change = decideMessage({ ...accepted, ...given }, reported, true)
    expect(change).toEqual(becomes && expect.objectContaining(becomes))
  })

  test('is no second try where the contact wrote since, or said STOP', () => {
    expect(decideMessage(accepted, folded('failed', 63018), false)).toMatchObject({ status: 'failed' })
  })
})

describe('what a report makes of the attempt', () => {
  test.each<[string, Partial<ReportedAttempt>, Folded, 'called' | 'asked', object | null]>([
    ['sent: it is asked about as before', {}, folded('sent'), 'called', null],
    [
      'delivered: nothing is left to ask',
      {},
      folded('delivered'),
      'called',
      { state: 'accepted', isFinal: true },
    ],
    ['delivered, and known already', { isChecked: false }, folded('delivered'), 'called', null],
    ['delivered, as we had to ask: a receipt may go astray too', {}, folded('delivered'), 'asked', null],
    [
      'the answer was lost',
      { state: 'unknown', isSettled: false },
      folded('sent'),
      'called',
      { state: 'accepted', isFinal: false },
    ],
    ['failed', {}, folded('failed', 63024), 'called', { state: 'failed', errorCode: 63024, isFinal: true }],
    [
      'refused when it was posted: that stands',
      { state: 'rejected', errorCode: 21211 },
      folded('failed'),
      'called',
      { state: 'rejected', errorCode: 21211 },
    ],
    ['told in words', { told: 'Unreachable' }, folded('sent'), 'called', { detail: 'Unreachable' }],
  ])('%s', (_, given, reported, told, becomes) => {
    const change = decideAttempt({ ...accepted, ...given }, reported, told)
    expect(change).toEqual(becomes && expect.objectContaining(becomes))
  })
})
