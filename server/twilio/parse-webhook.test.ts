import { expect, test } from 'vitest'
import type { InboundMessage } from './inbound-message.ts'
import { parseForm } from './parse-form.ts'
import { parseWebhook } from './parse-webhook.ts'
import type { StatusReport } from './status-report.ts'

const sid = 'SM0123456789abcdef0123456789abcdef'
const quotedSid = 'MM0123456789abcdef0123456789abcdef'
const mediaUrl = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1'

/** What every inbound WhatsApp message carries. */
const usual = {
  SmsMessageSid: sid,
  SmsSid: sid,
  MessageSid: sid,
  AccountSid: 'AC00000000000000000000000000000001',
  From: 'whatsapp:+5511999990000',
  To: 'whatsapp:+12025550101',
  Body: 'Hello',
  NumMedia: '0',
  NumSegments: '1',
  SmsStatus: 'received',
  ApiVersion: '2010-04-01',
  ProfileName: 'Ana',
  WaId: '551199990000',
  MessageType: 'text',
  ReferralNumMedia: '0',
  ChannelMetadata: '{"type":"whatsapp"}',
}

function inbound(changes: Record<string, string | undefined>): InboundMessage {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...usual, ...changes }))
    if (value !== undefined) form.append(key, value)
  const event = parseWebhook(parseForm(form.toString()).parameters)
  if (event.event !== 'inbound') throw new Error(`read as ${event.event}`)
  return event
}

const content = (changes: Record<string, string | undefined>) => inbound(changes).content

test('a text message is read whole', () => {
  const { extra, ...message } = inbound({})
  expect(message).toEqual({
    event: 'inbound',
    messageSid: sid,
    accountSid: 'AC00000000000000000000000000000001',
    messagingServiceSid: null,
    from: {
      address: 'whatsapp:+5511999990000',
      phone: '+5511999990000',
      userId: null,
      parentUserId: null,
      username: null,
      waId: '551199990000',
    },
    to: 'whatsapp:+12025550101',
    profileName: 'Ana',
    content: { kind: 'text', body: 'Hello' },
    quoted: null,
    forwarded: null,
    referral: null,
    optOut: null,
    fallback: null,
  })
  expect({ ...extra }).toEqual({
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ReferralNumMedia: '0',
    ChannelMetadata: '{"type":"whatsapp"}',
  })
})

test.each([
  [
    'a photograph with caption',
    { MessageType: 'image', NumMedia: '1', MediaUrl0: mediaUrl, MediaContentType0: 'image/jpeg' },
    { kind: 'media', body: 'Hello', media: [{ url: mediaUrl, contentType: 'image/jpeg' }] },
  ],
  [
    'a file without NumMedia or type',
    { Body: undefined, MessageType: undefined, NumMedia: undefined, MediaUrl0: mediaUrl },
    { kind: 'media', body: '', media: [{ url: mediaUrl, contentType: null }] },
  ],
  [
    'a contact card',
    {
      Body: '',
      MessageType: 'contacts',
      NumMedia: '1',
      MediaUrl0: mediaUrl,
      MediaContentType0: 'text/vcard',
    },
    { kind: 'contacts', body: '', media: [{ url: mediaUrl, contentType: 'text/vcard' }] },
  ],
  [
    'a place',
    {
      Body: '',
      MessageType: 'location',
      Latitude: '-23.550520123456',
      Longitude: '-46.6333',
      Address: 'Praça da Sé',
      Label: 'Sé',
    },
    {
      kind: 'location',
      body: '',
      latitude: -23.550520123456,
      longitude: -46.6333,
      label: 'Sé',
      address: 'Praça da Sé',
    },
  ],
  [
    'a place without name',
    { Body: '', MessageType: 'location', Latitude: '1', Longitude: '2' },
    { kind: 'location', body: '', latitude: 1, longitude: 2, label: null, address: null },
  ],
  [
    'a place off the globe',
    { Body: '', MessageType: 'location', Latitude: '91', Longitude: '2' },
    { kind: 'unknown', body: '', type: 'location', media: [] },
  ],
  [
    'a tapped button',
    { Body: 'Yes', MessageType: 'interactive', ButtonText: 'Yes', ButtonPayload: 'confirm-1' },
    { kind: 'button', body: 'Yes', title: 'Yes', payload: 'confirm-1' },
  ],
  [
    'a template button without payload',
    { Body: 'Yes', MessageType: 'button' },
    { kind: 'button', body: 'Yes', title: 'Yes', payload: 'Yes' },
  ],
  [
    'a list row',
    {
      Body: 'Late checkout',
      MessageType: 'interactive',
      ListId: 'late',
      ListTitle: 'Late checkout',
      ListDescription: 'Until 14:00',
    },
    { kind: 'list', body: 'Late checkout', id: 'late', title: 'Late checkout', description: 'Until 14:00' },
  ],
  [
    'a filled form',
    { Body: '', MessageType: 'interactive', InteractiveData: '{"room":12}' },
    { kind: 'flow', body: '', data: { room: 12 } },
  ],
  [
    'a filled form that is no JSON',
    { Body: '', MessageType: 'interactive', InteractiveData: '{room' },
    { kind: 'flow', body: '', data: '{room' },
  ],
  [
    'a reaction',
    { Body: '👍', MessageType: 'reaction' },
    { kind: 'unknown', body: '👍', type: 'reaction', media: [] },
  ],
  [
    'an unsupported kind',
    { Body: '', MessageType: 'unsupported' },
    { kind: 'unknown', body: '', type: 'unsupported', media: [] },
  ],
  [
    'a kind of the future with a file',
    { MessageType: 'hologram', MediaUrl0: mediaUrl, MediaContentType0: 'model/gltf' },
    { kind: 'media', body: 'Hello', media: [{ url: mediaUrl, contentType: 'model/gltf' }] },
  ],
  [
    'nothing at all',
    { Body: '', MessageType: undefined },
    { kind: 'unknown', body: '', type: 'empty', media: [] },
  ],
  ['text without type', { MessageType: undefined }, { kind: 'text', body: 'Hello' }],
  ['text with NUL', { Body: 'He\u0000llo' }, { kind: 'text', body: 'Hello' }],
])('%s', (_, changes, expected) => {
  expect(content(changes)).toEqual(expected)
})

test('a person without phone number is known by the user id', () => {
  const { from } = inbound({
    From: 'whatsapp:CO.44801234abcd',
    WaId: undefined,
    ExternalUserId: 'whatsapp:CO.44801234abcd',
    ParentExternalUserId: 'whatsapp:CO.ENT.77aa',
    ProfileUsername: 'ana.p',
  })
  expect(from).toEqual({
    address: 'whatsapp:CO.44801234abcd',
    phone: null,
    userId: 'CO.44801234abcd',
    parentUserId: 'CO.ENT.77aa',
    username: 'ana.p',
    waId: null,
  })
})

test('a person with both has both', () => {
  const { from } = inbound({ ExternalUserId: 'whatsapp:BR.1a2b' })
  expect(from).toMatchObject({ phone: '+5511999990000', userId: 'BR.1a2b' })
})

test('an address that is neither is kept as it came', () => {
  const { from } = inbound({ From: 'whatsapp:group-7', WaId: 'x' })
  expect(from).toMatchObject({ address: 'whatsapp:group-7', phone: null, userId: null, waId: null })
})

test('quoted, forwarded, from an ad, opted out, by way of the fallback', () => {
  const message = inbound({
    OriginalRepliedMessageSid: quotedSid,
    OriginalRepliedMessageSender: 'whatsapp:+12025550101',
    Forwarded: 'true',
    FrequentlyForwarded: 'true',
    ReferralHeadline: 'Two nights',
    ReferralSourceId: '120',
    ReferralSourceType: 'ad',
    ReferralCtwaClid: 'click',
    OptOutType: 'stop',
    ErrorCode: '11200',
    ErrorUrl: 'https://desk.example.com/inbound',
    MessagingServiceSid: 'MG00000000000000000000000000000001',
  })
  expect(message.quoted).toEqual({ messageSid: quotedSid, sender: 'whatsapp:+12025550101' })
  expect(message.forwarded).toBe('often')
  expect(message.referral).toMatchObject({
    headline: 'Two nights',
    sourceId: '120',
    sourceType: 'ad',
    clickId: 'click',
    sourceUrl: null,
  })
  expect(message.optOut).toBe('STOP')
  expect(message.fallback).toEqual({ errorCode: 11200, errorUrl: 'https://desk.example.com/inbound' })
  expect(message.messagingServiceSid).toBe('MG00000000000000000000000000000001')
  expect(inbound({ Forwarded: 'true', FrequentlyForwarded: 'false' }).forwarded).toBe('once')
  expect(inbound({ Forwarded: 'false' }).forwarded).toBeNull()
})

const report = {
  MessageSid: sid,
  SmsSid: sid,
  MessageStatus: 'sent',
  SmsStatus: 'sent',
  AccountSid: 'AC00000000000000000000000000000001',
  From: 'whatsapp:+12025550101',
  To: 'whatsapp:+5511999990000',
  ApiVersion: '2010-04-01',
  ChannelPrefix: 'whatsapp',
  EventType: 'SENT',
}

function status(changes: Record<string, string>): StatusReport {
  const event = parseWebhook(parseForm(new URLSearchParams({ ...report, ...changes }).toString()).parameters)
  if (event.event !== 'status') throw new Error(`read as ${event.event}`)
  return event
}

test('a status report is read whole', () => {
  const { extra, ...rest } = status({})
  expect(rest).toEqual({
    event: 'status',
    messageSid: sid,
    accountSid: 'AC00000000000000000000000000000001',
    messagingServiceSid: null,
    status: 'sent',
    errorCode: null,
    errorMessage: null,
    channelMessage: null,
    from: 'whatsapp:+12025550101',
    to: 'whatsapp:+5511999990000',
  })
  expect({ ...extra }).toEqual({ ApiVersion: '2010-04-01', ChannelPrefix: 'whatsapp', EventType: 'SENT' })
})

test('a failure carries its code, Twilio’s words and Meta’s', () => {
  const failed = status({
    MessageStatus: 'FAILED',
    ErrorCode: '63016',
    ErrorMessage: 'Outside',
    ChannelStatusMessage: 'Re-engagement',
  })
  expect(failed).toMatchObject({
    status: 'failed',
    errorCode: 63016,
    errorMessage: 'Outside',
    channelMessage: 'Re-engagement',
  })
  expect(status({ ErrorCode: 'none' }).errorCode).toBeNull()
})

test('a status of the future is kept', () => {
  expect(status({ MessageStatus: 'pondered' }).status).toBe('pondered')
})

test.each([
  ['', ['MessageSid', 'From', 'To']],
  [`MessageSid=${sid}&From=whatsapp%3A%2B1`, ['To']],
  ['MessageSid=SM1&From=a&To=b', ['MessageSid']],
  [`MessageStatus=sent`, ['MessageSid', 'From', 'To']],
])('%s is unreadable, and says why', (body, missing) => {
  expect(parseWebhook(parseForm(body).parameters)).toEqual({ event: 'unreadable', missing })
})

test('nothing that comes can make it throw', () => {
  const names = [
    ...Object.keys(usual),
    ...Object.keys(report),
    'Latitude',
    'Longitude',
    'ListId',
    'ButtonText',
    'InteractiveData',
    '__proto__',
    'MediaUrl0',
    'MediaUrl9',
    'constructor',
    'ExternalUserId',
    'ErrorCode',
  ]
  const values = [
    '',
    sid,
    'whatsapp:+1',
    'whatsapp:CC.x',
    '{',
    '[]',
    '1e999',
    '-0',
    '%00',
    '%FF',
    'true',
    'x'.repeat(2000),
    '999999999999',
  ]
  let seed = 3
  const next = (limit: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit
  const seen = { inbound: 0, status: 0, unreadable: 0 }
  for (let round = 0; round < 20_000; round += 1) {
    const body = Array.from(
      { length: next(12) },
      () => `${names[next(names.length)]}=${values[next(values.length)]}`,
    )
    if (next(2)) body.push(`MessageSid=${sid}`, 'From=a', 'To=b')
    seen[parseWebhook(parseForm(body.join('&')).parameters).event] += 1
  }
  expect(Object.values(seen).every((count) => count > 100)).toBe(true)
})
