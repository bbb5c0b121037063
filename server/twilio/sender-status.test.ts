import { expect, test } from 'vitest'
import { explainOfflineReason, explainSenderStatus, parseMessagingLimit } from './sender-status.ts'

test.each([
  ['ONLINE', true, false],
  ['ONLINE:UPDATING', true, true],
  ['OFFLINE', false, false],
  ['CREATING', false, true],
  ['PENDING_VERIFICATION', false, false],
  ['VERIFYING', false, true],
  ['TWILIO_REVIEW', false, true],
  ['DRAFT', false, false],
  ['STUBBED', false, false],
  ['ONLINE:SOMETHING_NEW', true, false],
  ['constructor', false, false],
  ['', false, false],
])('status %s: online %s, moving %s', (status, online, moving) => {
  const explained = explainSenderStatus(status)
  expect(explained).toMatchObject({ status, online, moving })
  expect(explained.text.en.title).not.toBe('')
  expect(explained.text.pt.remedy).not.toBe('')
})

test('an offline reason carries our remedy when its code is known, and Twilio’s words always', () => {
  expect(explainOfflineReason('63020', 'Business account issue')).toEqual({
    code: '63020',
    message: 'Business account issue',
    remedy: 'Open Meta Business Manager and settle what it asks for.',
  })
  expect(explainOfflineReason('63020', '', 'pt').message).toContain('Meta')
  expect(explainOfflineReason('99999', 'New reason').remedy).toBeNull()
  expect(explainOfflineReason('not-a-number', 'Odd')).toEqual({
    code: 'not-a-number',
    message: 'Odd',
    remedy: null,
  })
})

test.each([
  ['10K Customers/24hr', { kind: 'limited', people: 10_000 }],
  ['250 Customers/24hr', { kind: 'limited', people: 250 }],
  ['1,000 customers / 24hr', { kind: 'limited', people: 1_000 }],
  ['TIER_2K', { kind: 'limited', people: 2_000 }],
  ['1.5M Customers/24hr', { kind: 'limited', people: 1_500_000 }],
  ['Unlimited Customers/24hr', { kind: 'unlimited' }],
  ['TIER_UNLIMITED', { kind: 'unlimited' }],
  ['0 Customers/24hr', { kind: 'unknown' }],
  ['as many as you like', { kind: 'unknown' }],
  ['', { kind: 'unknown' }],
  [null, { kind: 'unknown' }],
  [undefined, { kind: 'unknown' }],
])('the limit %s reads as %o', (text, limit) => {
  expect(parseMessagingLimit(text)).toEqual(limit)
})
