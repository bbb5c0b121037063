import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { startSimulator, type Simulator } from './app.ts'
import {
  ACCOUNT,
  ANA,
  control,
  FRONT_DESK,
  NORTHWIND,
  openTwilio,
  SERVICE,
  settled,
  TestPhone,
  TOKEN,
  until,
} from './testing/drive.ts'
import { Receiver, xml } from './testing/receiver.ts'

let simulator: Simulator
let receiver: Receiver
let phone: TestPhone

beforeEach(async () => {
  simulator = await startSimulator({ port: 0, seed: 'inbound', pace: { sent: 2, delivered: 2 } })
  receiver = await Receiver.open()
  phone = await TestPhone.add(simulator)
  await setWebhook(FRONT_DESK, {
    callback_url: `${receiver.url}/in`,
    fallback_url: `${receiver.url}/fallback`,
  })
})
afterEach(async () => {
  await receiver[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

async function setWebhook(sender: string, webhook: Record<string, unknown>): Promise<void> {
  const { status } = await control(simulator, 'PUT', `/senders/${encodeURIComponent(sender)}`, { webhook })
  expect(status).toBe(200)
}

/** Sends from the phone and gives the parameters that the webhook brought. */
async function told(message: Record<string, unknown>, by = phone): Promise<Record<string, string>> {
  const sid = await by.send({ to: FRONT_DESK, ...message })
  const { params } = await until(() => receiver.received.find((one) => one.params.MessageSid === sid))
  return params
}

async function alerts(): Promise<{ errorCode: string }[]> {
  return await openTwilio(simulator).monitor.v1.alerts.list()
}

describe('what the webhook carries', () => {
  test("a text comes with Twilio's parameters and a signature that Twilio's library accepts", async () => {
    const params = await told({ body: 'Olá, tem quarto?' })
    expect(params).toMatchObject({
      AccountSid: ACCOUNT,
      From: ANA,
      To: FRONT_DESK,
      Body: 'Olá, tem quarto?',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      MessageType: 'text',
      ProfileName: 'Ana',
      WaId: '5511987654321',
      ReferralNumMedia: '0',
    })
    expect(params.SmsMessageSid).toBe(params.MessageSid)
    expect(params.SmsSid).toBe(params.MessageSid)
    expect(params.ExternalUserId).toMatch(/^whatsapp:BR\.[0-9A-Z]+$/)
    expect(JSON.parse(params.ChannelMetadata!)).toEqual({
      type: 'whatsapp',
      data: { context: { ProfileName: 'Ana', WaId: '5511987654321' } },
    })
    const { headers, method } = receiver.received[0]!
    expect(method).toBe('POST')
    expect(headers['user-agent']).toBe('TwilioProxy/1.1')
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8')
    expect(headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/)
    const signature = String(headers['x-twilio-signature'])
    expect(validateRequest(TOKEN, signature, `${receiver.url}/in`, params)).toBe(true)
    expect(validateRequest('x', signature, `${receiver.url}/in`, params)).toBe(false)
  })

  test('with method GET the parameters stand in the signed query', async () => {
    await setWebhook(FRONT_DESK, { callback_url: `${receiver.url}/get?a=1`, callback_method: 'GET' })
    await phone.send({ to: FRONT_DESK, body: 'x' })
    const got = await until(() => receiver.received[0])
    expect(got.path).toMatch(/^\/get\?a=1&SmsMessageSid=/)
    const signature = String(got.headers['x-twilio-signature'])
    expect(validateRequest(TOKEN, signature, receiver.url + got.path, {})).toBe(true)
  })

  test('each kind of media has its type, and its bytes can be fetched', async () => {
    for (const [contentType, kind] of [
      ['image/jpeg', 'image'],
      ['audio/ogg', 'audio'],
      ['video/mp4', 'video'],
      ['application/pdf', 'document'],
      ['image/webp', 'sticker'],
    ]) {
      const base64 = Buffer.from(`bytes of ${kind}`).toString('base64')
      const params = await told({ body: 'caption', media: { content_type: contentType, base64 } })
      expect(params).toMatchObject({
        MessageType: kind,
        NumMedia: '1',
        MediaContentType0: contentType,
        Body: 'caption',
      })
      expect(params.MessageSid).toMatch(/^MM/)
      const bytes = await fetch(params.MediaUrl0!)
      expect(await bytes.text()).toBe(`bytes of ${kind}`)
    }
  })

  test('a place, a contact card, a forwarded text and an ad click', async () => {
    const location = { latitude: -23.55052, longitude: -46.633308, label: 'Hotel', address: 'Rua 1' }
    expect(await told({ location })).toMatchObject({
      MessageType: 'location',
      Latitude: '-23.55052',
      Longitude: '-46.633308',
      Label: 'Hotel',
      Address: 'Rua 1',
      Body: '',
      NumMedia: '0',
    })
    expect(await told({ contacts: [{ name: 'Bruno', phone: '+5511900000000' }] })).toMatchObject({
      MessageType: 'contacts',
      MediaContentType0: 'text/vcard',
      NumMedia: '1',
    })
    expect(await told({ body: 'news', forwarded: true })).toMatchObject({
      Forwarded: 'true',
      FrequentlyForwarded: 'false',
    })
    const referral = { source_id: '9', source_type: 'ad', headline: 'Weekend', ctwa_clid: 'click' }
    expect(await told({ body: 'hi', referral })).toMatchObject({
      ReferralSourceId: '9',
      ReferralSourceType: 'ad',
      ReferralHeadline: 'Weekend',
      ReferralCtwaClid: 'click',
    })
  })

  test('buttons and lists are answered with their payload and the message they belong to', async () => {
    await told({ body: 'open the window' })
    const client = openTwilio(simulator)
    const offer = async (sid: string, types: Record<string, unknown>) => {
      await control(simulator, 'PUT', `/contents/${sid}`, { friendly_name: 'offer', types })
      const sent = await client.messages.create({ from: FRONT_DESK, to: ANA, contentSid: sid })
      await until(async () => (await phone.received()).some((message) => message.sid === sent.sid))
      return sent.sid
    }
    const buttons = await offer(`HX${'1'.repeat(32)}`, {
      'twilio/quick-reply': {
        body: 'Clean now?',
        actions: [{ title: 'Yes', id: 'clean-yes' }, { title: 'Later' }],
      },
    })
    expect(await told({ button: 'Yes' })).toMatchObject({
      Body: 'Yes',
      ButtonText: 'Yes',
      ButtonPayload: 'clean-yes',
      MessageType: 'interactive',
      OriginalRepliedMessageSid: buttons,
      OriginalRepliedMessageSender: FRONT_DESK,
    })
    expect(await told({ button: { text: 'Later' }, reply_to: buttons })).toMatchObject({
      ButtonPayload: 'Later',
    })
    const list = await offer(`HX${'2'.repeat(32)}`, {
      'twilio/list-picker': {
        body: 'Pick',
        button: 'Rooms',
        items: [{ id: 'r1', item: 'Single', description: 'One bed' }],
      },
    })
    expect(await told({ list: 'r1' })).toMatchObject({
      Body: 'Single',
      ListId: 'r1',
      ListTitle: 'Single',
      ListDescription: 'One bed',
      MessageType: 'interactive',
      OriginalRepliedMessageSid: list,
    })
  })

  test('a form is answered with what was filled in, by name', async () => {
    expect(
      await control(simulator, 'POST', `/phones/${encodeURIComponent(ANA)}/messages`, {
        to: FRONT_DESK,
        form: { view: 'sea' },
      }),
    ).toMatchObject({ status: 404 })
    const sid = `HX${'4'.repeat(32)}`
    const pages = [{ id: 'a', title: 'You', layout: [{ type: 'TEXT_BODY', text: 'Hello' }] }]
    await control(simulator, 'PUT', `/contents/${sid}`, {
      friendly_name: 'check_in',
      types: { 'twilio/flows': { body: 'Check in', button_text: 'Begin', type: 'OTHER', pages } },
      approval: { status: 'approved', category: 'UTILITY' },
    })
    await openTwilio(simulator).messages.create({ from: FRONT_DESK, to: ANA, contentSid: sid })
    await until(async () => (await phone.received()).length === 1)
    const parameters = await told({ form: { view: 'sea', extras: ['tea', 'paper'] } })
    expect(parameters).toMatchObject({ Body: '', MessageType: 'interactive' })
    expect(JSON.parse(parameters.InteractiveData!)).toEqual({ view: 'sea', extras: ['tea', 'paper'] })
    expect(parameters.OriginalRepliedMessageSid).toBe((await phone.received())[0]!.sid)
  })

  test('a button of an approved template has the type of a template button', async () => {
    const sid = `HX${'3'.repeat(32)}`
    await control(simulator, 'PUT', `/contents/${sid}`, {
      friendly_name: 'confirm',
      types: { 'twilio/quick-reply': { body: 'Coming?', actions: [{ title: 'Yes', id: 'y' }] } },
      approval: { status: 'approved', category: 'UTILITY' },
    })
    await openTwilio(simulator).messages.create({ from: FRONT_DESK, to: ANA, contentSid: sid })
    await until(async () => (await phone.received()).length === 1)
    expect(await told({ button: 'Yes' })).toMatchObject({ MessageType: 'button', ButtonPayload: 'y' })
  })

  test('a user without number is known by the user id', async () => {
    const hidden = await TestPhone.add(simulator, 'whatsapp:BR.Abc123', 'Bea')
    const params = await told({ body: 'oi' }, hidden)
    expect(params.From).toBe('whatsapp:BR.Abc123')
    expect(params.ExternalUserId).toBe('whatsapp:BR.Abc123')
    expect(params.WaId).toBeUndefined()
    const client = openTwilio(simulator)
    await client.messages.create({ from: FRONT_DESK, to: 'whatsapp:BR.Abc123', body: 'oi Bea' })
    await until(async () => (await hidden.received()).length === 1)
  })
})

describe('which URL is called', () => {
  test("a Messaging Service's URL wins over the sender's, unless it says otherwise", async () => {
    await setWebhook(NORTHWIND, { callback_url: `${receiver.url}/sender` })
    await phone.send({ to: NORTHWIND, body: 'one' })
    const own = await until(() => receiver.at('/sender')[0])
    expect(own.params.MessagingServiceSid).toBe(SERVICE)
    await control(simulator, 'PUT', `/services/${SERVICE}`, {
      use_inbound_webhook_on_number: false,
      inbound_request_url: `${receiver.url}/service`,
    })
    await phone.send({ to: NORTHWIND, body: 'two' })
    await until(() => receiver.at('/service')[0])
    expect(receiver.at('/sender')).toHaveLength(1)
  })

  test('a service without URL drops the message unlogged', async () => {
    await control(simulator, 'PUT', `/services/${SERVICE}`, {
      use_inbound_webhook_on_number: false,
      inbound_request_url: null,
    })
    await setWebhook(NORTHWIND, { callback_url: `${receiver.url}/sender` })
    await phone.send({ to: NORTHWIND, body: 'lost' })
    await settled(simulator)
    expect(receiver.received).toEqual([])
    expect(await openTwilio(simulator).messages.list()).toEqual([])
    expect((await phone.messages())[0]?.body).toBe('lost')
  })
})

describe('what the receiver may answer', () => {
  test('TwiML, text and a redirect become replies', async () => {
    receiver.respond = ({ path }, response) => {
      if (path === '/text') {
        response.setHeader('content-type', 'text/plain')
        response.end('three')
      } else
        xml(
          response,
          '<Response><Message action="/status">one</Message><Message><Body>two</Body></Message><Redirect>/text</Redirect></Response>',
        )
    }
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    await until(async () => (await phone.received()).length === 3)
    await settled(simulator)
    expect((await phone.received()).map((message) => message.body).sort()).toEqual(['one', 'three', 'two'])
    const replies = await openTwilio(simulator).messages.list({ to: ANA })
    expect(replies.every((message) => message.direction === 'outbound-reply')).toBe(true)
    const one = replies.find((message) => message.body === 'one')!
    expect(receiver.at('/status').map(({ params }) => params.MessageSid)).toContain(one.sid)
  })

  test('a failure calls the fallback with the reason, and its TwiML counts', async () => {
    receiver.respond = ({ path }, response) => {
      if (path === '/fallback') xml(response, '<Response><Message>sorry</Message></Response>')
      else {
        response.statusCode = 500
        response.end()
      }
    }
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    const fallback = await until(() => receiver.at('/fallback')[0])
    expect(fallback.params).toMatchObject({ Body: 'hi', ErrorCode: '11200', ErrorUrl: `${receiver.url}/in` })
    const first = receiver.at('/in')
    expect(first).toHaveLength(1)
    expect(fallback.headers['i-twilio-idempotency-token']).toBe(
      first[0]?.headers['i-twilio-idempotency-token'],
    )
    await until(async () => (await phone.received())[0]?.body === 'sorry')
    expect((await alerts()).map((alert) => alert.errorCode)).toEqual(['11200'])
  })

  test('an answer that is no TwiML is logged and calls the fallback', async () => {
    receiver.respond = ({ path }, response) => {
      response.setHeader('content-type', path === '/in' ? 'application/json' : 'text/xml')
      response.end(path === '/in' ? '{"ok":true}' : '<Response/>')
    }
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    await until(() => receiver.at('/fallback')[0])
    expect((await alerts())[0]?.errorCode).toBe('12300')
  })
})

describe('connection overrides', () => {
  test('without them a 5xx is not tried again; with rp=all it is, under one token', async () => {
    let failures = 2
    receiver.respond = (_, response) => {
      response.statusCode = failures-- > 0 ? 503 : 200
      response.setHeader('content-type', 'text/xml')
      response.end('<Response/>')
    }
    await setWebhook(FRONT_DESK, {
      callback_url: `${receiver.url}/in#rc=5&rp=all&rt=15000`,
      fallback_url: null,
    })
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    await settled(simulator)
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map((one) => one.headers['i-twilio-idempotency-token'])).size).toBe(1)
    expect(await alerts()).toEqual([])
  })

  test('a receiver that does not answer within rt is given up', async () => {
    receiver.respond = ({ path }, response) => {
      if (path === '/fallback') xml(response, '<Response/>')
    }
    await setWebhook(FRONT_DESK, { callback_url: `${receiver.url}/in#rt=100&rc=1&rp=rt` })
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    const fallback = await until(() => receiver.at('/fallback')[0])
    expect(fallback.params.ErrorCode).toBe('11200')
    expect(receiver.at('/in')).toHaveLength(2)
  })

  test('a closed port is tried twice and then logged as 11205', async () => {
    await setWebhook(FRONT_DESK, { callback_url: 'http://127.0.0.1:9/in' })
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    const fallback = await until(() => receiver.at('/fallback')[0])
    expect(fallback.params.ErrorCode).toBe('11205')
    const { body } = await control<{ requests: { attempts: unknown[]; status: null }[] }>(
      simulator,
      'GET',
      '/requests?kind=webhook',
    )
    expect(body.requests[0]?.attempts).toHaveLength(2)
  })
})

describe('the request log', () => {
  test('a webhook can be sent again with the same token, and no token or secret is shown', async () => {
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    await openTwilio(simulator).api.v2010.accounts(ACCOUNT).fetch()
    await settled(simulator)
    const log = await control<{ requests: Record<string, unknown>[] }>(simulator, 'GET', '/requests')
    const webhook = log.body.requests.find((entry) => entry.kind === 'webhook')!
    expect(webhook).toMatchObject({ purpose: 'inbound', status: 200, answer: '<Response/>' })
    const call = log.body.requests.find((entry) => entry.kind === 'api')!
    expect(call).toMatchObject({ method: 'GET', status: 200 })
    expect(JSON.stringify(log.body)).not.toContain(`"${TOKEN}"`)
    await control(simulator, 'POST', `/requests/${String(webhook.id)}/replay`)
    expect(receiver.received).toHaveLength(2)
    const [first, second] = receiver.received
    expect(second?.params).toEqual(first?.params)
    expect(second?.headers['i-twilio-idempotency-token']).toBe(first?.headers['i-twilio-idempotency-token'])
    const refused = await control<{ message: string }>(
      simulator,
      'POST',
      `/requests/${String(call.id)}/replay`,
    )
    expect(refused.status).toBe(409)
  })
})
