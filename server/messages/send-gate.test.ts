import type { RefusalCode } from '@parley/contract/refusals.ts'
import { describe, expect, test } from 'vitest'
import { agentMessagesPerHour, decideSend, isSendable, type SendFacts } from './send-gate.ts'

const at = new Date('2026-11-20T12:00:00Z')
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000)

/** Everything is as it should be. */
const good: SendFacts = {
  content: { body: 'Hello', file: null },
  sender: { active: true, online: true, address: 'whatsapp:+12025550101' },
  connector: { sendOutbound: true, connected: true, paused: false },
  lastInboundAt: hoursAgo(1),
  suppressedSince: null,
  epochs: null,
  agentMessagesLastHour: null,
}

const rows: [string, Partial<SendFacts>, 'send' | 'hold' | 'refuse', RefusalCode[]][] = [
  ['all is well', {}, 'send', []],
  ['a file without text', { content: { body: '', file: { mediaType: 'image/png', bytes: 10 } } }, 'send', []],
  [
    'an agent under the epoch it knows',
    { epochs: { written: 3, now: 3 }, agentMessagesLastHour: 1 },
    'send',
    [],
  ],
  ['nothing to say', { content: { body: ' \n', file: null } }, 'refuse', ['body_empty']],
  ['1,600 characters', { content: { body: 'x'.repeat(1600), file: null } }, 'send', []],
  ['1,601 characters', { content: { body: 'x'.repeat(1601), file: null } }, 'refuse', ['body_too_long']],
  [
    'a file WhatsApp does not take',
    { content: { body: '', file: { mediaType: 'image/gif', bytes: 10 } } },
    'refuse',
    ['media_not_sendable'],
  ],
  ['an opt-out', { suppressedSince: hoursAgo(2) }, 'refuse', ['opted_out']],
  ['no message yet', { lastInboundAt: null }, 'refuse', ['window_never_opened']],
  ['a window that closed', { lastInboundAt: hoursAgo(24) }, 'refuse', ['window_closed']],
  ['a window about to close', { lastInboundAt: hoursAgo(23.999) }, 'send', []],
  [
    'a number that is not active',
    { sender: { ...good.sender, active: false, online: false } },
    'refuse',
    ['sender_inactive'],
  ],
  ['a number that is offline', { sender: { ...good.sender, online: false } }, 'hold', ['sender_offline']],
  [
    'sending switched off',
    { connector: { ...good.connector, sendOutbound: false } },
    'refuse',
    ['sending_off'],
  ],
  [
    'credentials that fail',
    { connector: { ...good.connector, connected: false } },
    'hold',
    ['credentials_refused'],
  ],
  [
    'a connector that rests',
    { connector: { ...good.connector, paused: true } },
    'hold',
    ['credentials_refused'],
  ],
  ['an agent whose epoch has moved', { epochs: { written: 3, now: 4 } }, 'refuse', ['holder_changed']],
  [
    'an agent that wrote often enough',
    { agentMessagesLastHour: agentMessagesPerHour },
    'refuse',
    ['agent_budget_spent'],
  ],
  [
    'several reasons, the opt-out before the window',
    { suppressedSince: at, lastInboundAt: null },
    'refuse',
    ['opted_out', 'window_never_opened'],
  ],
  [
    'what passes and what does not',
    { sender: { ...good.sender, online: false }, lastInboundAt: null },
    'refuse',
    ['window_never_opened', 'sender_offline'],
  ],
]

describe('the send gate', () => {
  test.each(rows)('%s', (_, facts, verdict, codes) => {
    const decided = decideSend({ ...good, ...facts }, at)
    expect(decided.verdict).toBe(verdict)
    expect(decided.reasons.map(({ refused }) => refused)).toEqual(codes)
  })
  test('the same facts get the same verdict', () => {
    for (const [, facts] of rows)
      expect(decideSend({ ...good, ...facts }, at)).toEqual(decideSend({ ...good, ...facts }, at))
  })
})

test.each([
  ['image/jpeg', 5 * 1024 * 1024, true],
  ['image/jpeg', 5 * 1024 * 1024 + 1, false],
  ['image/webp', 10, false],
  ['application/pdf', 16 * 1024 * 1024, true],
  ['video/mp4', 16 * 1024 * 1024 + 1, false],
  ['audio/ogg', 10, true],
  ['text/html', 10, false],
  ['image/svg+xml', 10, false],
  ['application/x-msdownload', 10, false],
])('a file of %s with %i bytes: %s', (mediaType, bytes, sendable) => {
  expect(isSendable({ mediaType, bytes })).toBe(sendable)
})
