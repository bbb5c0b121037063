import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTwilio, type TwilioClient } from '../server/twilio/client.ts'
import { sameEndpoint, withConnectionOverrides } from '../server/twilio/connection-overrides.ts'
import { openConnections, type Connections } from '../server/twilio/connections.ts'
import { asWebhookParameters, type TwilioMessage } from '../server/twilio/listed-messages.ts'
import { parseForm, type FormParameters } from '../server/twilio/parse-form.ts'
import { parseWebhook, type WebhookEvent } from '../server/twilio/parse-webhook.ts'
import { isTwilioRefusal, type TwilioRefusal } from '../server/twilio/refusals-of-twilio.ts'
import { parseMessagingLimit } from '../server/twilio/sender-status.ts'
import { checkSignature, type SignatureVerdict } from '../server/twilio/signature.ts'
import { startSimulator, type Simulator } from '../simulator/app.ts'

const accountSid = 'AC00000000000000000000000000000001'
const authToken = '00000000000000000000000000000001'
const frontDesk = 'whatsapp:+12025550101'
const northwind = 'whatsapp:+12025550111'
const service = 'MG00000000000000000000000000000001'
const ana = 'whatsapp:+5511999990000'

interface Received {
  path: string
  event: WebhookEvent
  verdict: SignatureVerdict
  parameters: FormParameters
  /** The same for each try of one webhook. */
  token: string | undefined
}

/** What Parley would be to Twilio: it answers every webhook, and can be told to fail. */
async function openDesk() {
  const received: Received[] = []
  const failing = new Set<string>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const path = request.url ?? ''
    const { parameters } = parseForm(body)
    const signature = String(request.headers['x-twilio-signature'] ?? '')
    received.push({
      path,
      parameters,
      event: parseWebhook(parameters),
      verdict: checkSignature({ url: url + path, parameters, signature, tokens: ['a newer one', authToken] }),
      token: request.headers['i-twilio-idempotency-token']?.toString(),
    })
    if (failing.has(path)) response.writeHead(503).end()
    else response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    received,
    failing,
    at: (path: string) => received.filter((one) => one.path === path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

let simulator: Simulator
let desk: Awaited<ReturnType<typeof openDesk>>
let connections: Connections
let twilio: TwilioClient

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${simulator.url}/simulator/api${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

const phone = (address: string) => `/phones/${encodeURIComponent(address)}`
const write = async (from: string, message: object) =>
  (await control('POST', `${phone(from)}/messages`, { to: frontDesk, ...message })) as { sid: string }

function granted<Answer>(answer: Answer): Exclude<Answer, TwilioRefusal> {
  if (isTwilioRefusal(answer)) throw new Error(JSON.stringify(answer))
  return answer as Exclude<Answer, TwilioRefusal>
}

async function senderAt(address: string) {
  const found = granted(await twilio.listSenders()).find((sender) => sender.address === address)
  if (!found) throw new Error(`${address} is not listed`)
  return found
}

/** Sets the webhook of a sender to the desk, as Parley does. */
async function connectSender(address: string) {
  const { sid } = await senderAt(address)
  expect(
    await twilio.updateSenderWebhook(sid, {
      callbackUrl: withConnectionOverrides(`${desk.url}/inbound`),
      fallbackUrl: withConnectionOverrides(`${desk.url}/fallback`),
      statusCallbackUrl: withConnectionOverrides(`${desk.url}/status`),
    }),
  ).toBeNull()
}

const outbound = (body: string, attempt: string) => ({
  to: ana,
  from: frontDesk,
  body,
  statusCallback: `${desk.url}/status/${attempt}`,
})
const reports = (attempt: string) =>
  desk.at(`/status/${attempt}`).flatMap(({ event }) => (event.event === 'status' ? [event] : []))

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, seed: 'contract', pace: { sent: 1, delivered: 1 } })
  desk = await openDesk()
  connections = openConnections()
  twilio = openTwilio({ accountSid, authToken, apiUrl: simulator.url, connections })
})

afterAll(async () => {
  await connections[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
  await desk[Symbol.asyncDispose]()
})

beforeEach(async () => {
  await control('POST', '/reset')
  desk.received.length = 0
  desk.failing.clear()
  await control('POST', '/phones', { address: ana, profile_name: 'Ana' })
})

test('credentials are told right from wrong', async () => {
  expect(await twilio.testCredentials()).toMatchObject({ health: 'connected' })
  const wrong = openTwilio({ accountSid, authToken: 'f'.repeat(32), apiUrl: simulator.url, connections })
  expect(await wrong.testCredentials()).toMatchObject({ health: 'wrong_credentials', code: '20003' })
  expect(await wrong.listSenders()).toMatchObject({ refused: 'credentials_refused' })
  expect(await wrong.sendMessage(outbound('Hello', 'x'))).toMatchObject({
    outcome: 'rejected',
    retry: 'credentials',
  })
})

test('every sender is listed, over several pages', async () => {
  const known = granted(await twilio.listSenders()).length
  for (let n = 0; n < 130; n += 1)
    await control('PUT', `/senders/${encodeURIComponent(`whatsapp:+1303555${String(n).padStart(4, '0')}`)}`, {
      status: 'ONLINE',
    })
  expect(granted(await twilio.listSenders())).toHaveLength(known + 130)
  expect((await senderAt(frontDesk)).profile.name).toContain('Aurora')
})

test('an offline sender tells its reasons, and its limit can be read', async () => {
  await control('PUT', `/senders/${encodeURIComponent(frontDesk)}`, {
    status: 'OFFLINE',
    offline_reasons: [
      { code: '63020', message: 'Business account', more_info: 'https://www.twilio.com/docs/errors/63020' },
    ],
  })
  const { sid } = await senderAt(frontDesk)
  const sender = granted(await twilio.fetchSender(sid))
  expect(sender).toMatchObject({
    status: 'OFFLINE',
    offlineReasons: [{ code: '63020', message: 'Business account' }],
  })
  expect(['limited', 'unlimited', 'unknown']).toContain(parseMessagingLimit(sender.messagingLimit).kind)
  expect(await twilio.fetchSender(`XE${'f'.repeat(32)}`)).toMatchObject({ refused: 'not_found' })
})

test('a webhook is written and read back, a profile too', async () => {
  await connectSender(frontDesk)
  const { sid, webhook } = await senderAt(frontDesk)
  expect(sameEndpoint(webhook.callbackUrl, `${desk.url}/inbound`)).toBe(true)
  expect(webhook).toMatchObject({ callbackMethod: 'POST', statusCallbackMethod: 'POST' })
  expect(
    await twilio.updateSenderProfile(sid, { about: 'Open all night', websites: ['https://aurora.example'] }),
  ).toBeNull()
  expect(granted(await twilio.fetchSender(sid))).toMatchObject({
    profile: { about: 'Open all night', websites: ['https://aurora.example'] },
    webhook: { callbackMethod: 'POST' },
  })
})

test('the service that holds a sender is found, and gives its senders their own webhook back', async () => {
  const services = granted(await twilio.listMessagingServices())
  expect(services.map(({ sid }) => sid)).toContain(service)
  const pool = granted(await twilio.listChannelSenders(service))
  expect(pool.map(({ address }) => address)).toContain(northwind)
  expect(await twilio.useSenderWebhooks(service)).toBeNull()
  expect(
    granted(await twilio.listMessagingServices()).find(({ sid }) => sid === service)?.usesSenderWebhook,
  ).toBe(true)
  expect(await twilio.listChannelSenders(`MG${'f'.repeat(32)}`)).toMatchObject({ refused: 'not_found' })
})

test('an inbound message comes signed with our token and reads as what was written', async () => {
  await connectSender(frontDesk)
  const { sid } = await write(ana, { body: 'Olá, é a Ana & cia + 😀' })
  await expect.poll(() => desk.at('/inbound').length).toBe(1)
  const [received] = desk.at('/inbound')
  expect(received?.verdict).toEqual({ valid: true, tokenIndex: 1 })
  expect(received?.event).toMatchObject({
    event: 'inbound',
    messageSid: sid,
    accountSid,
    to: frontDesk,
    profileName: 'Ana',
    from: { address: ana, phone: '+5511999990000', waId: '5511999990000' },
    content: { kind: 'text', body: 'Olá, é a Ana & cia + 😀' },
  })
})

test.each([
  [
    'a place',
    { location: { latitude: -23.5, longitude: -46.6, label: 'Sé' } },
    { kind: 'location', latitude: -23.5, label: 'Sé' },
  ],
  [
    'a tapped button',
    { button: { text: 'Yes', payload: 'confirm' } },
    { kind: 'button', title: 'Yes', payload: 'confirm' },
  ],
  [
    'a list row',
    { list: { id: 'late', title: 'Late checkout' } },
    { kind: 'list', id: 'late', title: 'Late checkout' },
  ],
  [
    'a contact card',
    { contacts: [{ name: 'Bruno', phone: '+5511888880000' }] },
    { kind: 'contacts', media: [{ contentType: 'text/vcard' }] },
  ],
  ['a forwarded text', { body: 'Look', forwarded: true }, { kind: 'text', body: 'Look' }],
])('%s from a phone', async (_, message, content) => {
  await connectSender(frontDesk)
  await write(ana, message)
  await expect.poll(() => desk.at('/inbound').length).toBe(1)
  expect(desk.at('/inbound')[0]?.event).toMatchObject({ event: 'inbound', content })
})

test('a person without number is known by the user id, and can be answered', async () => {
  await connectSender(frontDesk)
  const hidden = 'whatsapp:CO.44801234abcd'
  await control('POST', '/phones', { address: hidden, profile_name: 'Caro' })
  await write(hidden, {
    body: 'Hola',
    referral: { source_id: '120', source_type: 'ad', headline: 'Two nights' },
  })
  await expect.poll(() => desk.at('/inbound').length).toBe(1)
  expect(desk.at('/inbound')[0]?.event).toMatchObject({
    from: { address: hidden, phone: null, userId: 'CO.44801234abcd' },
    referral: { sourceId: '120', headline: 'Two nights' },
  })
  expect(await twilio.sendMessage({ ...outbound('Hola Caro', 'a'), to: hidden })).toMatchObject({
    outcome: 'accepted',
  })
})

test('a photograph is fetched through the redirect, and a quoted reply names it', async () => {
  await connectSender(frontDesk)
  const bytes = Buffer.from('not really a photograph')
  const { sid } = await write(ana, {
    media: { content_type: 'image/jpeg', base64: bytes.toString('base64'), filename: 'sé.jpg' },
  })
  await expect.poll(() => desk.at('/inbound').length).toBe(1)
  const event = desk.at('/inbound')[0]?.event
  if (event?.event !== 'inbound' || event.content.kind !== 'media') throw new Error('no media came')
  const media = await twilio.fetchMedia(event.content.media[0]?.url ?? '')
  if ('failed' in media) throw new Error(media.detail)
  expect(media.contentType).toBe('image/jpeg')
  expect(await buffer(media.stream)).toEqual(bytes)
  expect(granted(await twilio.listMedia(sid))).toMatchObject([{ contentType: 'image/jpeg' }])

  await write(ana, { body: 'This one', reply_to: sid })
  await expect.poll(() => desk.at('/inbound').length).toBe(2)
  expect(desk.at('/inbound')[1]?.event).toMatchObject({ quoted: { messageSid: sid } })
})

test('a failing webhook is tried again with the same token, then the fallback is called', async () => {
  await connectSender(frontDesk)
  desk.failing.add('/inbound')
  await write(ana, { body: 'Anyone?' })
  await expect.poll(() => desk.at('/fallback').length).toBe(1)
  const tries = desk.at('/inbound')
  expect(tries.length).toBe(6)
  expect(new Set(tries.map(({ token }) => token)).size).toBe(1)
  const [fallback] = desk.at('/fallback')
  expect(fallback?.verdict.valid).toBe(true)
  expect(fallback?.event).toMatchObject({
    event: 'inbound',
    content: { body: 'Anyone?' },
    fallback: { errorCode: 11200, errorUrl: expect.stringContaining('/inbound') },
  })
})

test('an answer in the window is sent, delivered and read, and each step is reported and signed', async () => {
  await write(ana, { body: 'Hello' })
  const outcome = await twilio.sendMessage(outbound('Hello Ana', 'attempt-1'))
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  await expect
    .poll(() => reports('attempt-1').map(({ status }) => status))
    .toEqual(expect.arrayContaining(['sent', 'delivered']))
  await control('POST', `${phone(ana)}/read`, { sid: outcome.sid })
  await expect.poll(() => reports('attempt-1').map(({ status }) => status)).toContain('read')
  expect(desk.received.every(({ verdict }) => verdict.valid)).toBe(true)
  expect(new Set(reports('attempt-1').map(({ messageSid }) => messageSid))).toEqual(new Set([outcome.sid]))
  expect(granted(await twilio.fetchMessage(outcome.sid))).toMatchObject({
    sid: outcome.sid,
    direction: 'outbound-api',
    from: frontDesk,
    to: ana,
    body: 'Hello Ana',
    status: 'read',
    errorCode: null,
  })
})

test('outside the window Twilio takes the message and fails it later', async () => {
  const outcome = await twilio.sendMessage(outbound('Hello?', 'attempt-2'))
  expect(outcome.outcome).toBe('accepted')
  await expect
    .poll(() => reports('attempt-2').find(({ errorCode }) => errorCode !== null))
    .toMatchObject({ errorCode: 63016 })
})

test.each([
  ['from a stranger’s number', { from: 'whatsapp:+19995550000' }, 63007],
  ['to no address', { to: 'whatsapp:nobody' }, 21211],
  ['to a number that is not of WhatsApp', { to: '+5511999990000' }, 21910],
  ['with too long a text', { body: 'x'.repeat(1601) }, 21617],
  ['with nothing in it', { body: '' }, 21619],
])('a message %s is rejected at once', async (_, change, code) => {
  expect(await twilio.sendMessage({ ...outbound('Hello', 'x'), ...change })).toMatchObject({
    outcome: 'rejected',
    code,
    httpStatus: 400,
    retry: 'fix-first',
  })
})

test('a Messaging Service sends, and the report tells by which sender', async () => {
  await write(ana, { to: northwind, body: 'Hi' })
  const outcome = await twilio.sendMessage({
    to: ana,
    messagingServiceSid: service,
    body: 'Hi',
    statusCallback: `${desk.url}/status/s1`,
  })
  expect(outcome).toMatchObject({ outcome: 'accepted', status: 'accepted', from: null })
  await expect.poll(() => reports('s1').map(({ from }) => from)).toContain(northwind)
})

const messagesPost = { method: 'POST', path: '/Messages.json' }

test.each([
  ['429', { status: { http: 429, code: 20429 } }, { outcome: 'rejected', retry: 'later' }, 0],
  ['500', { status: { http: 500, code: 20500 } }, { outcome: 'unknown', httpStatus: 500 }, null],
])('a fault of %s', async (_, effect, expected, sent) => {
  await write(ana, { body: 'Hello' })
  await control('PUT', '/faults', { match: messagesPost, effect, times: 1 })
  expect(await twilio.sendMessage(outbound('Hello', 'f'))).toMatchObject(expected)
  const messages = await outboundMessages()
  if (sent !== null) expect(messages).toHaveLength(sent)
})

test('Twilio takes the message and does not answer: unknown, and the report proves that it went', async () => {
  await write(ana, { body: 'Hello' })
  await control('PUT', '/faults', { match: messagesPost, effect: 'hang-after-accept', times: 1 })
  await using impatient = openConnections({ timeoutMs: 300 })
  const client = openTwilio({ accountSid, authToken, apiUrl: simulator.url, connections: impatient })
  expect(await client.sendMessage(outbound('Once only', 'attempt-3'))).toMatchObject({
    outcome: 'unknown',
    httpStatus: null,
  })
  await expect.poll(() => reports('attempt-3').map(({ status }) => status)).toContain('delivered')
  expect((await outboundMessages()).map(({ body }) => body)).toEqual(['Once only'])
  expect(await outboundMessages()).toMatchObject([{ sid: reports('attempt-3')[0]?.messageSid }])
})

async function outboundMessages(): Promise<TwilioMessage[]> {
  const all: TwilioMessage[] = []
  for await (const page of twilio.listMessages({ from: frontDesk, pageSize: 2 })) all.push(...granted(page))
  return all
}

test('the list gives every message once over its pages, and inbound ones as a webhook would have', async () => {
  const since = new Date(Date.now() - 60_000)
  const written: string[] = []
  for (let n = 0; n < 5; n += 1) written.push((await write(ana, { body: `message ${n}` })).sid)
  const found: TwilioMessage[] = []
  for await (const page of twilio.listMessages({ to: frontDesk, sentAfter: since, pageSize: 2 }))
    found.push(...granted(page))
  expect(found.map(({ sid }) => sid)).toEqual(written.toReversed())
  const [newest] = found
  if (!newest) throw new Error('nothing is listed')
  expect(newest).toMatchObject({ direction: 'inbound', status: 'received', from: ana })
  expect(parseWebhook(asWebhookParameters(accountSid, newest, []))).toMatchObject({
    event: 'inbound',
    messageSid: newest.sid,
    from: { phone: '+5511999990000' },
    content: { kind: 'text', body: 'message 4' },
  })
  const later: TwilioMessage[] = []
  for await (const page of twilio.listMessages({ sentAfter: new Date(Date.now() + 3_600_000) }))
    later.push(...granted(page))
  expect(later).toEqual([])
})

test('typing is shown on the phone', async () => {
  const { sid } = await write(ana, { body: 'Hello' })
  expect(await twilio.sendTyping(sid)).toBeNull()
  expect(JSON.stringify(await control('GET', '/phones'))).toContain(`"typing":["${frontDesk}"]`)
  expect(isTwilioRefusal(await twilio.sendTyping(`SM${'f'.repeat(32)}`))).toBe(true)
})
