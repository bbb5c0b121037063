import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openTwilio } from './client.ts'
import { openConnections } from './connections.ts'
import { isTwilioRefusal } from './refusals-of-twilio.ts'

const accountSid = 'AC00000000000000000000000000000001'
const sid = 'SM0123456789abcdef0123456789abcdef'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Answer = (request: Seen, response: ServerResponse, base: string) => void

/** An HTTP server in Twilio's place, and a client that speaks to it. */
async function openClient(answer: Answer) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, body })
    answer({ method, url, headers, body }, response, base)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connections = openConnections()
  return {
    seen,
    base,
    client: openTwilio({ accountSid, authToken: 'token', apiUrl: base, connections }),
    async [Symbol.asyncDispose]() {
      await connections[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const account = (status: string, more: object = {}) => ({
  sid: accountSid,
  friendly_name: 'Hotel Aurora',
  status,
  type: 'Full',
  auth_token: 'the-live-token',
  ...more,
})

test.each([
  [200, account('active'), { health: 'connected', accountName: 'Hotel Aurora', trial: false }],
  [
    200,
    account('active', { type: 'Trial' }),
    { health: 'connected', accountName: 'Hotel Aurora', trial: true },
  ],
  [200, account('suspended'), { health: 'account_suspended', code: 'suspended' }],
  [200, account('closed'), { health: 'account_closed', code: 'closed' }],
  [
    401,
    { code: 20003, message: 'Authenticate', status: 401 },
    { health: 'wrong_credentials', code: '20003', detail: 'Authenticate' },
  ],
  [403, { code: 20005, message: 'Account not active' }, { health: 'account_suspended', code: '20005' }],
  [404, { code: 20404, message: 'not found' }, { health: 'wrong_credentials', code: '20404' }],
  [429, { code: 20429, message: 'Too Many Requests' }, { health: 'unreachable', code: '20429' }],
  [
    503,
    { code: 20503 },
    { health: 'unreachable', code: 'unreachable', detail: 'Twilio answered with HTTP 503' },
  ],
  [302, {}, { health: 'unreachable', code: 'unreachable' }],
])('a test of credentials that is answered with %i %o', async (status, body, expected) => {
  await using twilio = await openClient((_, response) => json(response, status, body))
  const result = await twilio.client.testCredentials()
  expect(result).toMatchObject(expected)
  expect(JSON.stringify(result)).not.toContain('the-live-token')
  expect(twilio.seen[0]).toMatchObject({ method: 'GET', url: `/2010-04-01/Accounts/${accountSid}.json` })
  expect(twilio.seen[0]?.headers['x-original-host']).toBe('api.twilio.com')
})

test('nobody answers, or answers with what is no JSON', async () => {
  await using twilio = await openClient((_, response) => response.end('<html>'))
  expect(await twilio.client.testCredentials()).toMatchObject({
    health: 'unreachable',
    detail: 'the answer could not be read',
  })
  await using nobody = openTwilio({ accountSid, authToken: 'token', apiUrl: 'http://127.0.0.1:1' })
  expect(await nobody.testCredentials()).toMatchObject({
    health: 'unreachable',
    detail: 'the connection was refused (ECONNREFUSED)',
  })
})

const sender = (n: number) => ({
  sid: `XE${String(n).padStart(32, '0')}`,
  sender_id: `whatsapp:+1202555${String(n).padStart(4, '0')}`,
  status: 'ONLINE',
  configuration: { waba_id: 'waba' },
  webhook: {
    callback_url: 'https://desk/x',
    callback_method: 'POST',
    fallback_url: '',
    status_callback_url: null,
  },
  profile: {
    name: `Sender ${n}`,
    websites: [{ website: 'https://a', label: 'A' }, 'https://b'],
    emails: null,
  },
  properties: { quality_rating: 'HIGH', messaging_limit: '10K Customers/24hr' },
  offline_reasons: null,
})

test('the senders of all pages are listed, with an address of the next page that is Twilio’s own', async () => {
  await using twilio = await openClient(({ url }, response, base) => {
    const page = Number(new URL(url, base).searchParams.get('Page') ?? 0)
    const host = page === 0 ? 'https://messaging.twilio.com' : base
    const next = page < 2 ? `${host}/v2/Channels/Senders?Channel=whatsapp&PageSize=2&Page=${page + 1}` : null
    json(response, 200, {
      meta: { key: 'senders', next_page_url: next },
      senders: [sender(page * 2), sender(page * 2 + 1)],
    })
  })
  const senders = await twilio.client.listSenders()
  if (isTwilioRefusal(senders)) throw new Error(senders.refused)
  expect(senders.map(({ address }) => address)).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => `whatsapp:+1202555000${n}`),
  )
  expect(senders[0]).toEqual({
    sid: `XE${'0'.repeat(32)}`,
    address: 'whatsapp:+12025550000',
    status: 'ONLINE',
    quality: 'HIGH',
    messagingLimit: '10K Customers/24hr',
    offlineReasons: [],
    wabaId: 'waba',
    webhook: {
      callbackUrl: 'https://desk/x',
      callbackMethod: 'POST',
      fallbackUrl: null,
      fallbackMethod: null,
      statusCallbackUrl: null,
      statusCallbackMethod: null,
    },
    profile: {
      name: 'Sender 0',
      about: null,
      address: null,
      description: null,
      vertical: null,
      logoUrl: null,
      websites: ['https://a', 'https://b'],
      emails: [],
    },
  })
  expect(twilio.seen[1]?.headers['x-original-host']).toBe('messaging.twilio.com')
  expect(twilio.seen[0]?.url).toContain('Channel=whatsapp')
})

test('a next page on a foreign host is not asked for, and half a list is no list', async () => {
  await using foreign = await openClient(() => undefined)
  await using twilio = await openClient((_, response) =>
    json(response, 200, {
      meta: { key: 'senders', next_page_url: `${foreign.base}/steal` },
      senders: [sender(1)],
    }),
  )
  expect(await twilio.client.listSenders()).toMatchObject({ refused: 'twilio_unreachable' })
  expect(foreign.seen).toEqual([])
})

test('a page that fails half-way gives the refusal, not half a list', async () => {
  await using twilio = await openClient(({ url }, response) =>
    url.includes('Page=1')
      ? json(response, 500, { code: 20500 })
      : json(response, 200, {
          meta: { key: 'senders', next_page_url: 'https://messaging.twilio.com/v2/x?Page=1' },
          senders: [sender(1)],
        }),
  )
  expect(await twilio.client.listSenders()).toEqual({
    refused: 'twilio_unreachable',
    facts: { reason: 'Twilio answered with HTTP 500' },
  })
})

test('a webhook is written as JSON, all three addresses with POST', async () => {
  await using twilio = await openClient((_, response) =>
    json(response, 202, { ...sender(1), webhook: null, profile: null }),
  )
  const urls = { callbackUrl: 'https://d/in', fallbackUrl: 'https://d/fb', statusCallbackUrl: 'https://d/st' }
  expect(await twilio.client.updateSenderWebhook('XE1', urls)).toBeNull()
  expect(twilio.seen[0]).toMatchObject({ method: 'POST', url: '/v2/Channels/Senders/XE1' })
  expect(twilio.seen[0]?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(twilio.seen[0]?.body ?? '')).toEqual({
    webhook: {
      callback_url: 'https://d/in',
      callback_method: 'POST',
      fallback_url: 'https://d/fb',
      fallback_method: 'POST',
      status_callback_url: 'https://d/st',
      status_callback_method: 'POST',
    },
  })
})

test('a profile is written in part, and Meta’s reason for refusing a name comes back', async () => {
  await using twilio = await openClient(({ body }, response) =>
    body.includes('Bad name')
      ? json(response, 400, { code: 63124, message: 'Display name violates' })
      : json(response, 202, sender(1)),
  )
  const changes = {
    about: 'Open all night',
    logoUrl: null,
    websites: ['https://a.example'],
    emails: ['a@b.example'],
  }
  expect(await twilio.client.updateSenderProfile('XE1', changes)).toBeNull()
  expect(JSON.parse(twilio.seen[0]?.body ?? '')).toEqual({
    profile: {
      about: 'Open all night',
      logo_url: null,
      websites: [{ website: 'https://a.example', label: 'Website' }],
      emails: [{ email: 'a@b.example', label: 'Email' }],
    },
  })
  expect(await twilio.client.updateSenderProfile('XE1', { name: 'Bad name' })).toEqual({
    refused: 'twilio_refused',
    facts: {
      code: 63124,
      httpStatus: 400,
      message: 'Display name violates',
      remedy: 'Read Meta’s reason; choose a name that shows the business.',
    },
  })
})

test('a sender that is gone is told from one that cannot be asked for', async () => {
  await using twilio = await openClient((_, response) =>
    json(response, 404, { code: 20404, message: 'not found' }),
  )
  expect(await twilio.client.fetchSender('XE1')).toMatchObject({
    refused: 'not_found',
    facts: { code: 20404 },
  })
  await using away = await openClient((_, response) => response.destroy())
  expect(await away.client.fetchSender('XE1')).toMatchObject({ refused: 'twilio_unreachable' })
})

const listed = (n: number, more: object = {}) => ({
  sid: `SM${String(n).padStart(32, '0')}`,
  direction: 'inbound',
  from: 'whatsapp:+5511999990000',
  to: 'whatsapp:+12025550101',
  body: `m${n}`,
  status: 'received',
  num_media: '0',
  error_code: null,
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
  date_sent: null,
  ...more,
})

test('messages are listed page by page, filtered by instants', async () => {
  await using twilio = await openClient(({ url }, response) =>
    json(response, 200, {
      next_page_uri: url.includes('Page=1') ? null : `${url}&Page=1`,
      messages: url.includes('Page=1')
        ? [listed(2, { error_code: 63016, num_media: '1', from: null })]
        : [listed(1)],
    }),
  )
  const pages = await collect(
    twilio.client.listMessages({
      to: 'whatsapp:+12025550101',
      sentAfter: new Date('2026-01-02T03:04:05.678Z'),
      pageSize: 2,
    }),
  )
  expect(pages.flatMap((page) => (isTwilioRefusal(page) ? [] : page)).map(({ body }) => body)).toEqual([
    'm1',
    'm2',
  ])
  expect(pages[1]).toMatchObject([{ errorCode: 63016, mediaCount: 1, from: null, sentAt: null }])
  expect(pages[0]).toMatchObject([{ createdAt: new Date('2023-08-24T05:01:45Z'), errorCode: null }])
  const first = new URL(twilio.seen[0]?.url ?? '', twilio.base).searchParams
  expect([...first]).toEqual([
    ['To', 'whatsapp:+12025550101'],
    ['DateSent>', '2026-01-02T03:04:05Z'],
    ['PageSize', '2'],
  ])
})

test('a list that is refused yields the refusal and ends', async () => {
  await using twilio = await openClient((_, response) =>
    json(response, 401, { code: 20003, message: 'Authenticate' }),
  )
  const pages = await collect(twilio.client.listMessages({}))
  expect(pages).toMatchObject([{ refused: 'credentials_refused', facts: { code: 20003 } }])
})

test('a message is fetched, and its files are listed under the addresses a webhook would name', async () => {
  await using twilio = await openClient(({ url }, response) =>
    url.includes('/Media')
      ? json(response, 200, { media_list: [{ sid: 'ME1', content_type: 'image/jpeg' }], next_page_uri: null })
      : json(response, 200, listed(7, { date_created: 'never' })),
  )
  expect(await twilio.client.fetchMessage(sid)).toMatchObject({ body: 'm7', createdAt: null })
  expect(await twilio.client.listMedia(sid)).toEqual([
    {
      sid: 'ME1',
      contentType: 'image/jpeg',
      url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/ME1`,
    },
  ])
})

test('services, their senders, and giving the senders their own webhook back', async () => {
  await using twilio = await openClient(({ url, method }, response) => {
    const service = {
      sid: 'MG1',
      friendly_name: 'Sales',
      inbound_request_url: null,
      use_inbound_webhook_on_number: method === 'POST',
    }
    if (url.includes('ChannelSenders'))
      json(response, 200, {
        meta: { key: 'senders' },
        senders: [{ sid: 'XE1', sender: 'whatsapp:+1', sender_type: 'WhatsApp' }],
      })
    else if (method === 'POST' || url.endsWith('/MG1')) json(response, 200, service)
    else json(response, 200, { meta: { key: 'services' }, services: [service] })
  })
  expect(await twilio.client.listMessagingServices()).toEqual([
    {
      sid: 'MG1',
      name: 'Sales',
      inboundUrl: null,
      inboundMethod: null,
      fallbackUrl: null,
      statusCallback: null,
      usesSenderWebhook: false,
    },
  ])
  expect(await twilio.client.fetchMessagingService('MG1')).toMatchObject({ sid: 'MG1', name: 'Sales' })
  expect(await twilio.client.listChannelSenders('MG1')).toEqual([
    { sid: 'XE1', address: 'whatsapp:+1', type: 'WhatsApp' },
  ])
  expect(await twilio.client.useSenderWebhooks('MG1')).toBeNull()
  expect(twilio.seen[3]).toMatchObject({
    method: 'POST',
    url: '/v1/Services/MG1',
    body: 'UseInboundWebhookOnNumber=true',
  })
})

test('typing is shown for the message it answers', async () => {
  await using twilio = await openClient((_, response) => json(response, 200, { success: true }))
  expect(await twilio.client.sendTyping(sid)).toBeNull()
  expect(twilio.seen[0]).toMatchObject({
    method: 'POST',
    url: '/v2/Indicators/Typing.json',
    body: `channel=whatsapp&messageId=${sid}`,
  })
})
