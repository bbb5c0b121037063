import { expect, test } from 'vitest'
import type { ApiEntry, WebhookEntry } from '../api/requests.ts'
import { everything, filterLog, pairsOf, prettyBody, verdictOf } from './filter-log.ts'

const call: ApiEntry = {
  id: 'req_1',
  kind: 'api',
  at: '2026-11-20T10:00:00.000Z',
  method: 'POST',
  path: '/2010-04-01/Accounts/AC1/Messages.json',
  account_sid: 'AC1',
  params: { To: 'whatsapp:+351912345678' },
  status: 201,
  answer: { sid: 'SM1' },
  fault: null,
  ms: 3,
}
const webhook: WebhookEntry = {
  id: 'req_2',
  kind: 'webhook',
  at: '2026-11-20T10:00:01.000Z',
  purpose: 'status',
  method: 'POST',
  url: 'http://127.0.0.1:3000/webhooks',
  message_sid: 'SM1',
  params: { MessageStatus: 'sent' },
  idempotency_token: 't',
  signature: 's',
  attempts: [{ at: '', ms: 5, status: null, error: 'refused', body: null }],
  status: null,
  answer: null,
  content_type: null,
  error_code: 11205,
  fault: null,
}

test('a request without an answer has failed once an attempt has', () => {
  expect(verdictOf(call)).toBe('good')
  expect(verdictOf({ ...call, status: 429 })).toBe('bad')
  expect(verdictOf(webhook)).toBe('bad')
  expect(verdictOf({ ...webhook, attempts: [] })).toBe('open')
})

test('kind, answer and text narrow the log, newest first', () => {
  const entries = [call, webhook]
  const ids = (filter: Partial<typeof everything>) =>
    filterLog(entries, { ...everything, ...filter }).map((entry) => entry.id)
  expect(ids({})).toEqual(['req_2', 'req_1'])
  expect(ids({ kind: 'api' })).toEqual(['req_1'])
  expect(ids({ verdict: 'bad' })).toEqual(['req_2'])
  expect(ids({ text: '+35191' })).toEqual(['req_1'])
  expect(ids({ text: 'sm1' })).toEqual(['req_2', 'req_1'])
})

test('bodies are drawn in lines', () => {
  expect(prettyBody('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyBody('{broken')).toBe('{broken')
  expect(prettyBody(null)).toBe('')
  expect(prettyBody('<?xml version="1.0"?><Response><Message><Body>Hi</Body></Message></Response>')).toBe(
    [
      '<?xml version="1.0"?>',
      '<Response>',
      '  <Message>',
      '    <Body>Hi</Body>',
      '  </Message>',
      '</Response>',
    ].join('\n'),
  )
})

test('parameters are sorted, repeated ones stay apart', () => {
  expect(pairsOf({ To: 'b', MediaUrl: ['x', 'y'] })).toEqual([
    ['MediaUrl', 'x'],
    ['MediaUrl', 'y'],
    ['To', 'b'],
  ])
  expect(pairsOf(null)).toEqual([])
})
