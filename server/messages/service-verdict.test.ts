import { expect, test } from 'vitest'
import { refuse } from '#platform/refusal.ts'
import type { Verdict } from './send-gate.ts'
import { type AskedOf, verdictOfPool } from './service-verdict.ts'

const send: Verdict = { verdict: 'send', as: 'template', allowedBy: 'opt_in', reasons: [] }
const no: Verdict = { ...send, verdict: 'refuse', allowedBy: null, reasons: [refuse('no_opt_in')] }
const stopped: Verdict = { ...send, verdict: 'refuse', reasons: [refuse('opted_out')] }
const full: Verdict = { ...send, verdict: 'hold', reasons: [refuse('daily_limit_reached')] }
const offline: Verdict = { ...send, verdict: 'hold', reasons: [refuse('sender_offline')] }

const on = (senderId: string, verdict: Verdict): AskedOf => ({ senderId, online: true, verdict })
const off = (senderId: string, verdict: Verdict): AskedOf => ({ senderId, online: false, verdict })

test.each<[string, AskedOf[], 'service' | 'sender', Verdict['verdict'], string | undefined]>([
  ['all pass: by the service', [on('a', send), on('b', send)], 'service', 'send', undefined],
  ['an opt-out towards any blocks', [on('a', send), on('b', stopped)], 'service', 'refuse', 'opted_out'],
  ['also towards one that is offline', [on('a', send), off('b', stopped)], 'service', 'refuse', 'opted_out'],
  ['only their own number passes: by that one', [on('a', send), on('b', no)], 'sender', 'send', undefined],
  ['only another number passes: not at all', [on('a', no), on('b', send)], 'service', 'refuse', 'no_opt_in'],
  ['one that is offline is passed over', [on('a', send), off('b', offline)], 'service', 'send', undefined],
  ['their own is offline, the others pass', [off('a', offline), on('b', send)], 'service', 'send', undefined],
  [
    'their own is offline and another does not pass',
    [off('a', offline), on('b', no)],
    'service',
    'refuse',
    'no_opt_in',
  ],
  ['all are offline: it waits', [off('a', offline), off('b', offline)], 'service', 'hold', 'sender_offline'],
  ['the day is full: it waits', [on('a', send), on('b', full)], 'service', 'hold', 'daily_limit_reached'],
])('%s', (_, asked, by, verdict, reason) => {
  const given = verdictOfPool(asked, 'a')
  expect([given.by, given.verdict.verdict, given.verdict.reasons[0]?.refused]).toEqual([by, verdict, reason])
})
