import { describe, expect, test } from 'vitest'
import { withConnectionOverrides } from '#twilio/connection-overrides.ts'
import type { MessagingService } from '#twilio/messaging-services.ts'
import type { SenderWebhook, TwilioSender } from '#twilio/senders.ts'
import { diagnose, type Examination, newErrors } from './diagnose.ts'
import type { Finding } from './sender.ts'
import { webhookUrls } from './webhook-url.ts'

const urls = webhookUrls('https://desk.example', 'a'.repeat(43))
const oldUrl = webhookUrls('https://desk.example', 'b'.repeat(43)).callbackUrl
const foreign = 'https://elsewhere.example/hook?secret=1'

const ours: SenderWebhook = {
  callbackUrl: withConnectionOverrides(urls.callbackUrl),
  callbackMethod: 'POST',
  fallbackUrl: withConnectionOverrides(urls.fallbackUrl),
  fallbackMethod: 'POST',
  statusCallbackUrl: withConnectionOverrides(urls.statusCallbackUrl),
  statusCallbackMethod: 'POST',
}

const sender = (webhook: Partial<SenderWebhook> = {}, changes: Partial<TwilioSender> = {}): TwilioSender => ({
  sid: 'XE1',
  address: 'whatsapp:+12025550101',
  status: 'ONLINE',
  quality: null,
  messagingLimit: null,
  offlineReasons: [],
  wabaId: null,
  profile: {
    name: null,
    about: null,
    address: null,
    description: null,
    vertical: null,
    logoUrl: null,
    websites: [],
    emails: [],
  },
  ...changes,
  webhook: { ...ours, ...webhook },
})

const pool = (service: Partial<MessagingService>, others: string[] = []) => ({
  others,
  service: {
    sid: 'MG1',
    name: 'Sales',
    inboundUrl: null,
    inboundMethod: 'POST',
    fallbackUrl: null,
    statusCallback: null,
    usesSenderWebhook: false,
    ...service,
  },
})

const examine = (changes: Partial<Examination> = {}) =>
  diagnose({
    sender: sender(),
    pool: null,
    urls,
    isOldUrl: (url) => url === oldUrl,
    receiveInbound: true,
    ...changes,
  })

describe('who receives a number’s messages', () => {
  test.each<[string, Partial<Examination>, Finding['code'][], string, string | null]>([
    ['all is ours', {}, [], 'configured', ours.callbackUrl],
    [
      'pasted by hand, without fallback and status',
      { sender: sender({ callbackUrl: urls.callbackUrl, fallbackUrl: null, statusCallbackUrl: null }) },
      ['fallback_missing', 'status_url_missing'],
      'configured',
      urls.callbackUrl,
    ],
    ['nothing is set', { sender: sender({ callbackUrl: null }) }, ['webhook_missing'], 'not_set', null],
    ['somebody else', { sender: sender({ callbackUrl: foreign }) }, ['webhook_foreign'], 'foreign', foreign],
    [
      'our replaced address',
      { sender: sender({ callbackUrl: oldUrl }) },
      ['webhook_old_url'],
      'not_set',
      oldUrl,
    ],
    [
      'the wrong method',
      { sender: sender({ callbackMethod: 'PUT' }) },
      ['webhook_wrong_method'],
      'wrong_method',
      ours.callbackUrl,
    ],
    [
      'status reports go elsewhere',
      { sender: sender({ statusCallbackUrl: foreign }) },
      ['status_url_foreign'],
      'configured',
      ours.callbackUrl,
    ],
    [
      'a service that uses the sender’s webhook',
      { pool: pool({ usesSenderWebhook: true, inboundUrl: foreign }) },
      [],
      'configured',
      ours.callbackUrl,
    ],
    [
      'a service with its own address',
      { pool: pool({ inboundUrl: foreign }) },
      ['service_overrides'],
      'overridden',
      foreign,
    ],
    ['a service without any', { pool: pool({}) }, ['service_drops_inbound'], 'overridden', null],
    [
      'a service that leads to us',
      { pool: pool({ inboundUrl: urls.callbackUrl }) },
      [],
      'configured',
      urls.callbackUrl,
    ],
    [
      'a service that leads to us with GET',
      { pool: pool({ inboundUrl: urls.callbackUrl, inboundMethod: 'GET' }) },
      ['webhook_wrong_method'],
      'wrong_method',
      urls.callbackUrl,
    ],
    [
      'a service with other numbers',
      { pool: pool({}, ['whatsapp:+12025550112']) },
      ['service_drops_inbound', 'service_shared'],
      'overridden',
      null,
    ],
    [
      'an offline number',
      {
        sender: sender(
          {},
          { status: 'OFFLINE', offlineReasons: [{ code: '63018', message: 'Locked', moreInfo: null }] },
        ),
      },
      ['sender_offline'],
      'configured',
      ours.callbackUrl,
    ],
    [
      'receiving is switched off',
      { receiveInbound: false },
      ['receiving_off'],
      'configured',
      ours.callbackUrl,
    ],
  ])('%s', (_, changes, codes, webhookState, receivingUrl) => {
    const diagnosis = examine(changes)
    expect(diagnosis.findings.map(({ code }) => code)).toEqual(codes)
    expect(diagnosis).toMatchObject({ webhookState, receivingUrl })
  })

  test('what was written is judged on the sender itself, whoever overrides it', () => {
    expect(examine({ pool: pool({ inboundUrl: foreign }) }).hasOurs).toBe(true)
    expect(examine({ pool: pool({}), sender: sender({ callbackUrl: null }) }).hasOurs).toBe(false)
    expect(examine({ sender: sender({ fallbackUrl: null }) }).hasOurs).toBe(false)
    expect(examine({ sender: sender({ statusCallbackUrl: foreign }) }).hasOurs).toBe(false)
  })

  test('another’s address is named by its host: the rest may be a secret of theirs', () => {
    const findings = [
      ...examine({ sender: sender({ callbackUrl: foreign, statusCallbackUrl: foreign }) }).findings,
      ...examine({ pool: pool({ inboundUrl: foreign }) }).findings,
    ]
    expect(JSON.stringify(findings)).toContain('elsewhere.example')
    expect(JSON.stringify(findings)).not.toContain('secret')
  })

  test('a number that is offline says why', () => {
    const reasons = [{ code: '63018', message: 'Locked', moreInfo: null }]
    const [found] = examine({ sender: sender({}, { status: 'OFFLINE', offlineReasons: reasons }) }).findings
    expect(found).toMatchObject({ facts: { status: 'OFFLINE', reasons: '63018: Locked' }, repairable: false })
  })
})

describe('what administrators are told', () => {
  const found = (code: Finding['code'], severity: Finding['severity'] = 'error'): Finding => ({
    code,
    severity,
    facts: {},
    repairable: false,
  })
  test.each<[string, Finding[], Finding[], Finding['code'][]]>([
    ['an error that is new', [], [found('webhook_foreign')], ['webhook_foreign']],
    ['nothing twice', [found('webhook_foreign')], [found('webhook_foreign')], []],
    ['no warnings', [], [found('fallback_missing', 'warning')], []],
    [
      'what concerns the whole connector is told there',
      [],
      [found('token_invalid'), found('twilio_unreachable')],
      [],
    ],
    [
      'a second error beside a known one',
      [found('sender_offline')],
      [found('sender_offline'), found('webhook_missing')],
      ['webhook_missing'],
    ],
  ])('%s', (_, before, after, codes) => {
    expect(newErrors(before, after).map(({ code }) => code)).toEqual(codes)
  })
})
