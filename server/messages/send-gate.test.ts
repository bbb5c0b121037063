import type { RefusalCode } from '@parley/contract/refusals.ts'
import { describe, expect, test } from 'vitest'
import { agentMessagesPerHour, decideSend, isSendable, type SendFacts } from './send-gate.ts'

const at = new Date('2026-11-20T12:00:00Z')
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000)

/** Everything is as it should be. */
const good: SendFacts = {
  content: { body: 'Hello', file: null, template: null },
  sender: { active: true, online: true, address: 'whatsapp:+12025550101' },
  connector: { sendOutbound: true, connected: true, paused: false },
  lastInboundAt: hoursAgo(1),
  suppressedSince: null,
  optedInAt: null,
  epochs: null,
  agentMessagesLastHour: null,
  day: null,
  quietUntil: null,
}

const rows: [string, Partial<SendFacts>, 'send' | 'hold' | 'refuse', RefusalCode[]][] = [
  ['all is well', {}, 'send', []],
  [
    'a file without text',
    { content: { body: '', file: { mediaType: 'image/png', bytes: 10 }, template: null } },
    'send',
    [],
  ],
  [
    'an agent under the epoch it knows',
    { epochs: { written: 3, now: 3 }, agentMessagesLastHour: 1 },
    'send',
    [],
  ],
  ['nothing to say', { content: { body: ' \n', file: null, template: null } }, 'refuse', ['body_empty']],
  ['1,600 characters', { content: { body: 'x'.repeat(1600), file: null, template: null } }, 'send', []],
  [
    '1,601 characters',
    { content: { body: 'x'.repeat(1601), file: null, template: null } },
    'refuse',
    ['body_too_long'],
  ],
  [
    'a file WhatsApp does not take',
    { content: { body: '', file: { mediaType: 'image/gif', bytes: 10 }, template: null } },
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
  ['a contact who sleeps', { quietUntil: hoursAgo(-8) }, 'hold', ['quiet_hours']],
  ['a day that is full, to someone who wrote', { day: { used: 250, limit: 250 } }, 'send', []],
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

const template = {
  name: 'booking_confirmed',
  approval: 'approved',
  category: 'UTILITY',
  body: 'Your room is booked, Ana.',
  missing: [],
}
const content = (change: object = {}, body = '') => ({
  content: { body, file: null, template: { ...template, ...change } },
})
const closed = { lastInboundAt: hoursAgo(30) }

type AllowedBy = 'window' | 'opt_in' | 'written' | 'asked_for' | null
const templates: [string, Partial<SendFacts>, 'text' | 'template', AllowedBy, RefusalCode[]][] = [
  ['a template in an open window', content(), 'template', 'window', []],
  ['a text with a template, in an open window', content({}, 'Hello'), 'text', 'window', []],
  [
    'a text with a template, the window closed',
    { ...content({}, 'Hello'), ...closed },
    'template',
    'written',
    [],
  ],
  ['a template to someone who wrote before', { ...content(), ...closed }, 'template', 'written', []],
  ['a template to a stranger', { ...content(), lastInboundAt: null }, 'template', null, ['no_opt_in']],
  [
    'a question to a stranger who left their number to be asked',
    { ...content(), lastInboundAt: null, askedFor: true },
    'template',
    'asked_for',
    [],
  ],
  [
    'the same, if it is an advertisement',
    { ...content({ category: 'MARKETING' }), lastInboundAt: null, askedFor: true },
    'template',
    null,
    ['no_opt_in'],
  ],
  [
    'the same to someone who said no',
    { ...content(), lastInboundAt: null, askedFor: true, suppressedSince: hoursAgo(1) },
    'template',
    'asked_for',
    ['opted_out'],
  ],
  [
    'a template to a stranger who opted in',
    { ...content(), lastInboundAt: null, optedInAt: hoursAgo(100) },
    'template',
    'opt_in',
    [],
  ],
  [
    'an advertisement to someone who only wrote',
    { ...content({ category: 'MARKETING' }), ...closed },
    'template',
    null,
    ['no_opt_in'],
  ],
  ['an advertisement in an open window', content({ category: 'MARKETING' }), 'template', 'window', []],
  [
    'an advertisement to someone who opted in and out',
    {
      ...content({ category: 'MARKETING' }),
      ...closed,
      optedInAt: hoursAgo(100),
      suppressedSince: hoursAgo(1),
    },
    'template',
    'opt_in',
    ['opted_out'],
  ],
  ...['unsubmitted', 'received', 'pending', 'rejected', 'paused', 'disabled', 'something new'].map(
    (approval): (typeof templates)[number] => [
      `a template that is ${approval}`,
      content({ approval }),
      'template',
      'window',
      ['template_not_approved'],
    ],
  ),
  [
    'a list, in an open window',
    content({ approval: 'unsubmitted', forWindow: true }),
    'template',
    'window',
    [],
  ],
  [
    'a list to someone who wrote before',
    { ...content({ approval: 'unsubmitted', forWindow: true }), ...closed },
    'template',
    'written',
    ['window_closed'],
  ],
  [
    'a template that is not approved does not matter while the text goes out',
    content({ approval: 'paused' }, 'Hello'),
    'text',
    'window',
    [],
  ],
  [
    'a variable without a value',
    content({ missing: ['2'] }),
    'template',
    'window',
    ['template_variables_missing'],
  ],
  ['1,024 characters', content({ body: 'x'.repeat(1024) }), 'template', 'window', []],
  ['1,025 characters', content({ body: 'x'.repeat(1025) }), 'template', 'window', ['body_too_long']],
]

describe('the portfolio’s day', () => {
  const opening = { ...good, ...content(), ...closed }
  test.each<[string, Partial<SendFacts>, 'send' | 'hold', RefusalCode[]]>([
    ['the last place is taken', { day: { used: 249, limit: 250 } }, 'send', []],
    ['there is none left: it waits', { day: { used: 250, limit: 250 } }, 'hold', ['daily_limit_reached']],
    ['no limit, or counted already', { day: null }, 'send', []],
    [
      'in an open window nobody is counted',
      { lastInboundAt: hoursAgo(1), day: { used: 9, limit: 2 } },
      'send',
      [],
    ],
  ])('%s', (_, facts, verdict, codes) => {
    const decided = decideSend({ ...opening, ...facts }, at)
    expect([decided.verdict, decided.reasons.map(({ refused }) => refused)]).toEqual([verdict, codes])
  })
})

describe('the send gate and templates', () => {
  test.each(templates)('%s', (_, facts, as, allowedBy, codes) => {
    const decided = decideSend({ ...good, ...facts }, at)
    expect(decided.reasons.map(({ refused }) => refused)).toEqual(codes)
    expect(decided).toMatchObject({ as, allowedBy, verdict: codes.length === 0 ? 'send' : 'refuse' })
  })
})

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
