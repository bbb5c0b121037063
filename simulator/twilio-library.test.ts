import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { startSimulator, type Simulator } from './app.ts'
import {
  ACCOUNT,
  ANA,
  control,
  FRONT_DESK,
  NORTHWIND,
  NORTHWIND_TWO,
  openTwilio,
  SERVICE,
  settled,
  TestPhone,
  until,
} from './testing/drive.ts'

// The stock library is the judge: what it reads without complaint is what Twilio would have said.

let simulator: Simulator
let client: ReturnType<typeof openTwilio>

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, seed: 'library', pace: { sent: 2, delivered: 2 } })
  client = openTwilio(simulator)
})
beforeEach(async () => {
  await control(simulator, 'POST', '/reset')
})
afterAll(async () => {
  await simulator[Symbol.asyncDispose]()
})

async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const fault = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(fault).toBeInstanceOf(Error)
  return fault as Record<string, unknown>
}

describe('accounts', () => {
  test('the account is fetched with its token', async () => {
    const account = await client.api.v2010.accounts(ACCOUNT).fetch()
    expect(account).toMatchObject({ sid: ACCOUNT, status: 'active', type: 'Full' })
    expect(account.dateCreated).toBeInstanceOf(Date)
    expect(account.subresourceUris.messages).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
  })

  test('a wrong token is refused as Twilio refuses it', async () => {
    const wrong = openTwilio(simulator, ACCOUNT, 'ffffffffffffffffffffffffffffffff')
    expect(await refusal(wrong.api.v2010.accounts(ACCOUNT).fetch())).toMatchObject({
      status: 401,
      code: 20003,
      message: 'Authenticate',
      moreInfo: 'https://www.twilio.com/docs/errors/20003',
    })
  })

  test('a standard API key sends messages but may not read the account', async () => {
    const key = await client.newKeys.create({ friendlyName: 'desk' })
    const withKey = openTwilio(simulator, key.sid, key.secret, ACCOUNT)
    const sent = await withKey.messages.create({ from: FRONT_DESK, to: ANA, body: 'by key' })
    expect(sent.status).toBe('queued')
    expect(await refusal(withKey.api.v2010.accounts(ACCOUNT).fetch())).toMatchObject({
      status: 401,
      code: 20003,
    })
    expect(await refusal(withKey.keys.list())).toMatchObject({ code: 20003 })
    expect((await client.keys.list()).map((one) => one.sid)).toEqual([key.sid])
  })

  test('a parent acts on its subaccount, a stranger does not, and a suspended account is told so', async () => {
    const sub = await client.api.v2010.accounts.create({ friendlyName: 'brand two' })
    const subClient = openTwilio(simulator, sub.sid, sub.authToken, sub.sid)
    expect((await client.api.v2010.accounts(sub.sid).fetch()).ownerAccountSid).toBe(ACCOUNT)
    expect(await refusal(subClient.api.v2010.accounts(ACCOUNT).fetch())).toMatchObject({ code: 20003 })
    await client.api.v2010.accounts(sub.sid).update({ status: 'suspended' })
    expect((await subClient.api.v2010.accounts(sub.sid).fetch()).status).toBe('suspended')
    expect(await refusal(subClient.messages.list())).toMatchObject({ code: 20005 })
    expect((await client.api.v2010.accounts.list()).length).toBe(2)
  })

  test('the balance is read', async () => {
    expect(await client.balance.fetch()).toMatchObject({ accountSid: ACCOUNT, currency: 'USD' })
  })
})

describe('messages', () => {
  test('a message is created, fetched, redacted and deleted', async () => {
    const phone = await TestPhone.add(simulator)
    await phone.send({ to: FRONT_DESK, body: 'hello' })
    const created = await client.messages.create({ from: FRONT_DESK, to: ANA, body: 'Good evening' })
    expect(created).toMatchObject({
      accountSid: ACCOUNT,
      body: 'Good evening',
      direction: 'outbound-api',
      errorCode: null,
      errorMessage: null,
      from: FRONT_DESK,
      messagingServiceSid: null,
      numMedia: '0',
      numSegments: '1',
      price: null,
      status: 'queued',
      to: ANA,
      dateSent: null,
    })
    expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/)
    expect(created.dateCreated).toBeInstanceOf(Date)
    const delivered = await until(async () => {
      const message = await client.messages(created.sid).fetch()
      return message.status === 'delivered' && message
    })
    expect(delivered.dateSent).toBeInstanceOf(Date)
    expect((await client.messages(created.sid).update({ body: '' })).body).toBe('')
    expect(await client.messages(created.sid).remove()).toBe(true)
    expect(await refusal(client.messages(created.sid).fetch())).toMatchObject({
      status: 404,
      code: 20404,
      message: `The requested resource /2010-04-01/Accounts/${ACCOUNT}/Messages/${created.sid}.json was not found`,
    })
  })

  test('a list of several pages comes whole, newest first, each once', async () => {
    const created: string[] = []
    for (let count = 0; count < 23; count++)
      created.push(
        (await client.messages.create({ from: FRONT_DESK, to: ANA, body: `message ${count}` })).sid,
      )
    const listed = await client.messages.list({ pageSize: 5 })
    expect(listed.map((message) => message.sid)).toEqual(created.toReversed())
    const first = await client.messages.page({ pageSize: 5 })
    await client.messages.create({ from: FRONT_DESK, to: ANA, body: 'newer' })
    const second = await first.nextPage()
    expect(second?.instances.map((message) => message.sid)).toEqual(created.toReversed().slice(5, 10))
    const back = await second?.previousPage()
    expect(back?.instances).toHaveLength(5)
  })

  test('filters by address and by time narrow the list', async () => {
    const ana = await client.messages.create({ from: FRONT_DESK, to: ANA, body: 'to Ana' })
    const other = await client.messages.create({
      from: NORTHWIND,
      to: 'whatsapp:+4915112345678',
      body: 'to Jo',
    })
    await settled(simulator)
    await control(simulator, 'POST', '/clock', { advance_s: 3_600 })
    const noon = new Date(Date.now() + 1_800_000)
    const late = await client.messages.create({ from: FRONT_DESK, to: ANA, body: 'later' })
    await settled(simulator)
    const sids = async (filter: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(filter)).map((message) => message.sid)
    expect(await sids({ to: ANA })).toEqual([late.sid, ana.sid])
    expect(await sids({ from: NORTHWIND })).toEqual([other.sid])
    expect(await sids({ dateSentAfter: noon })).toEqual([late.sid])
    expect(await sids({ dateSentBefore: noon })).toEqual([other.sid, ana.sid])
    expect(await sids({ to: ANA, dateSentBefore: noon })).toEqual([ana.sid])
  })

  test('a Messaging Service accepts, then picks the sender that the user knows', async () => {
    const phone = await TestPhone.add(simulator)
    await phone.send({ to: NORTHWIND_TWO, body: 'hello' })
    const created = await client.messages.create({
      messagingServiceSid: SERVICE,
      to: ANA,
      body: 'from the pool',
    })
    expect(created).toMatchObject({
      status: 'accepted',
      from: null,
      messagingServiceSid: SERVICE,
      numSegments: '0',
    })
    const [received] = await until(async () => {
      const messages = await phone.received()
      return messages.length > 0 && messages
    })
    expect(received?.from).toBe(NORTHWIND_TWO)
  })

  test('a Messaging Service keeps one number for one person, and uses all its numbers for many', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `whatsapp:+4915120000${100 + n}`)
    for (const address of people) await control(simulator, 'POST', '/phones', { address, profile_name: 'P' })
    const sendTo = async (to: string) => {
      const { sid } = await client.messages.create({ messagingServiceSid: SERVICE, to, body: 'Hi' })
      await settled(simulator)
      const { from, messagingServiceSid } = await client.messages(sid).fetch()
      expect(messagingServiceSid).toBe(SERVICE)
      return from
    }
    const picked = []
    for (const to of people) picked.push(await sendTo(to))
    expect(new Set(picked)).toEqual(new Set([NORTHWIND, NORTHWIND_TWO]))
    for (const [n, to] of people.entries()) expect(await sendTo(to)).toBe(picked[n])
    expect((await client.messages.list({ to: people[0]! })).map(({ from }) => from)).toEqual([
      picked[0],
      picked[0],
    ])
  })

  test('a Messaging Service without a number refuses at once', async () => {
    const empty = await client.messaging.v1.services.create({ friendlyName: 'Empty' })
    expect(
      await refusal(client.messages.create({ messagingServiceSid: empty.sid, to: ANA, body: 'Hi' })),
    ).toMatchObject({ code: 21704, status: 400 })
  })

  test('a scheduled message waits for its hour and can be canceled until then', async () => {
    const phone = await TestPhone.add(simulator)
    await phone.send({ to: NORTHWIND, body: 'hello' })
    const schedule = () =>
      client.messages.create({
        messagingServiceSid: SERVICE,
        to: ANA,
        body: 'in an hour',
        scheduleType: 'fixed',
        sendAt: new Date(Date.now() + 3_600_000),
      })
    const [kept, canceled] = [await schedule(), await schedule()]
    expect(kept.status).toBe('scheduled')
    expect((await client.messages(canceled.sid).update({ status: 'canceled' })).status).toBe('canceled')
    await control(simulator, 'POST', '/clock', { advance_s: 3_700 })
    await until(async () => (await client.messages(kept.sid).fetch()).status === 'delivered')
    expect(await refusal(client.messages(kept.sid).update({ status: 'canceled' }))).toMatchObject({
      code: 30409,
    })
    expect((await client.messages(canceled.sid).fetch()).status).toBe('canceled')
  })

  const base = { from: FRONT_DESK, to: ANA, body: 'hi' }
  const wrong: [code: number, status: number, request: Record<string, unknown>][] = [
    [21604, 400, { from: FRONT_DESK, body: 'hi' }],
    [21603, 400, { to: ANA, body: 'hi' }],
    [21619, 400, { from: FRONT_DESK, to: ANA }],
    [21617, 400, { ...base, body: 'x'.repeat(1_601) }],
    [21623, 400, { ...base, mediaUrl: Array.from({ length: 11 }, () => 'https://example.com/a.png') }],
    [21620, 400, { ...base, mediaUrl: ['not a url'] }],
    [21211, 400, { ...base, to: 'whatsapp:garbage' }],
    [21211, 400, { ...base, to: 'whatsapp:+1 202 555' }],
    [21910, 400, { ...base, to: '+5511987654321' }],
    [21910, 400, { ...base, from: '+12025550101' }],
    [21606, 400, { ...base, from: '+12025550101', to: '+5511987654321' }],
    [63007, 400, { ...base, from: 'whatsapp:+12025559999' }],
    [63031, 400, { ...base, to: FRONT_DESK }],
    [21654, 400, { ...base, contentVariables: '{"1":"a"}' }],
    [21655, 400, { ...base, contentSid: `HX${'0'.repeat(32)}` }],
    [21656, 400, { ...base, contentSid: 'HXb5b62575e6e4ff6129ad7c8efe1f983e', contentVariables: '{"1":""}' }],
    [21656, 400, { ...base, contentSid: 'HXb5b62575e6e4ff6129ad7c8efe1f983e', contentVariables: 'nonsense' }],
    [21624, 400, { ...base, validityPeriod: 36_001 }],
    [21609, 400, { ...base, statusCallback: 'ftp://example.com' }],
    [21701, 404, { to: ANA, body: 'hi', messagingServiceSid: `MG${'f'.repeat(32)}` }],
    [35118, 400, { ...base, scheduleType: 'fixed', sendAt: new Date() }],
    [35111, 400, { to: ANA, body: 'hi', messagingServiceSid: SERVICE, scheduleType: 'fixed' }],
    [
      35114,
      400,
      { to: ANA, body: 'hi', messagingServiceSid: SERVICE, scheduleType: 'fixed', sendAt: new Date() },
    ],
  ]
  test.each(wrong)('%i is answered with status %i', async (code, status, request) => {
    // The library refuses a missing To itself, so the wrong requests are posted beside it.
    const answer = await client.request({
      method: 'post',
      uri: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
      data: toForm(request),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.body).toMatchObject({
      code,
      status,
      more_info: `https://www.twilio.com/docs/errors/${code}`,
    })
  })

  test('the library throws the same refusal', async () => {
    expect(await refusal(client.messages.create({ ...base, from: 'whatsapp:+12025559999' }))).toMatchObject({
      status: 400,
      code: 63007,
      message: 'Twilio could not find a Channel with the specified From address',
    })
  })

  test('a page size over a thousand is refused', async () => {
    expect(await refusal(client.messages.page({ pageSize: 1_001 }))).toMatchObject({ code: 20007 })
  })

  test('another account sees nothing of it', async () => {
    const stranger = await control<{ sid: string; auth_token: string }>(simulator, 'POST', '/accounts', {})
    const theirs = openTwilio(simulator, stranger.body.sid, stranger.body.auth_token, stranger.body.sid)
    const mine = await client.messages.create(base)
    expect(await refusal(theirs.messages(mine.sid).fetch())).toMatchObject({ code: 20404 })
    expect(await theirs.messages.list()).toEqual([])
    expect(await refusal(theirs.messages.create(base))).toMatchObject({ code: 63007 })
  })

  test('feedback is taken', async () => {
    const message = await client.messages.create(base)
    const feedback = await client.messages(message.sid).feedback.create({ outcome: 'confirmed' })
    expect(feedback).toMatchObject({ messageSid: message.sid, outcome: 'confirmed' })
  })
})

function toForm(request: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name[0]!.toUpperCase() + name.slice(1),
      value instanceof Date ? value.toISOString() : value,
    ]),
  )
}

describe('media', () => {
  test("a user's picture is listed, fetched and reached through a redirect", async () => {
    const phone = await TestPhone.add(simulator)
    const bytes = Buffer.from('not really a picture')
    const sid = await phone.send({
      to: FRONT_DESK,
      body: 'look',
      media: { content_type: 'image/jpeg', base64: bytes.toString('base64'), filename: 'room.jpg' },
    })
    expect(sid).toMatch(/^MM/)
    const [media] = await client.messages(sid).media.list()
    expect(media).toMatchObject({ contentType: 'image/jpeg', parentSid: sid })
    const mediaSid = media!.sid
    expect((await client.messages(sid).media(mediaSid).fetch()).sid).toBe(mediaSid)
    const path = `${simulator.url}/2010-04-01/Accounts/${ACCOUNT}/Messages/${sid}/Media/${mediaSid}`
    const redirect = await fetch(path, { redirect: 'manual' })
    expect(redirect.status).toBe(307)
    const download = await fetch(redirect.headers.get('location')!)
    expect(download.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes)
    await control(simulator, 'PUT', `/accounts/${ACCOUNT}`, { media_needs_auth: true })
    expect((await fetch(path, { redirect: 'manual' })).status).toBe(401)
    expect(await client.messages(sid).media(mediaSid).remove()).toBe(true)
    expect(await client.messages(sid).media.list()).toEqual([])
  })
})

describe('senders', () => {
  test('they are listed over several pages', async () => {
    for (let count = 0; count < 45; count++)
      await control(
        simulator,
        'PUT',
        `/senders/${encodeURIComponent(`whatsapp:+1202556${1000 + count}`)}`,
        {},
      )
    const senders = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp' })
    expect(new Set(senders.map((sender) => sender.sid)).size).toBe(49)
    const page = await client.messaging.v2.channelsSenders.page({ channel: 'whatsapp' })
    expect(page.instances).toHaveLength(20)
    expect(page.nextPageUrl?.startsWith(simulator.url)).toBe(true)
  })

  test('one is fetched, its webhook changed and read back', async () => {
    const [sender] = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp', limit: 1 })
    expect(sender).toMatchObject({ senderId: FRONT_DESK, status: 'ONLINE' })
    expect(sender!.properties).toMatchObject({ qualityRating: 'HIGH', messagingLimit: '100K Customers/24hr' })
    const updated = await client.messaging.v2.channelsSenders(sender!.sid).update({
      webhook: { callback_url: 'https://example.com/in#rc=2', callback_method: 'POST' },
      profile: { about: 'Here day and night' },
    } as unknown as Parameters<ReturnType<typeof client.messaging.v2.channelsSenders>['update']>[0])
    expect(updated.status).toBe('ONLINE:UPDATING')
    const again = await client.messaging.v2.channelsSenders(sender!.sid).fetch()
    expect(again.status).toBe('ONLINE')
    expect(again.webhook.callbackUrl).toBe('https://example.com/in#rc=2')
    expect(again.profile).toMatchObject({ name: 'Hotel Aurora Front Desk', about: 'Here day and night' })
  })

  test('an offline sender says why, and cannot send', async () => {
    const reason = { code: '63020', message: 'Invitation not accepted', more_info: 'https://example.com' }
    await control(simulator, 'PUT', `/senders/${encodeURIComponent(FRONT_DESK)}`, {
      status: 'OFFLINE',
      offline_reasons: [reason],
    })
    const senders = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp' })
    const offline = senders.find((sender) => sender.senderId === FRONT_DESK)
    expect(offline?.status).toBe('OFFLINE')
    expect(offline?.offlineReasons).toHaveLength(1)
    expect(await refusal(client.messages.create({ from: FRONT_DESK, to: ANA, body: 'x' }))).toMatchObject({
      code: 63007,
    })
  })

  test('one is registered, comes online, and is removed', async () => {
    const created = await client.messaging.v2.channelsSenders.create({
      sender_id: 'whatsapp:+12025550190',
      profile: { name: 'New desk' },
    } as unknown as Parameters<typeof client.messaging.v2.channelsSenders.create>[0])
    expect(created).toMatchObject({ status: 'CREATING', senderId: 'whatsapp:+12025550190' })
    await control(simulator, 'POST', '/clock', { advance_s: 2 })
    expect((await client.messaging.v2.channelsSenders(created.sid).fetch()).status).toBe('ONLINE')
    expect(await client.messaging.v2.channelsSenders(created.sid).remove()).toBe(true)
    expect(await refusal(client.messaging.v2.channelsSenders(created.sid).fetch())).toMatchObject({
      code: 20404,
    })
  })

  test('an unknown sender is not found', async () => {
    const sid = `XE${'e'.repeat(32)}`
    expect(await refusal(client.messaging.v2.channelsSenders(sid).fetch())).toMatchObject({
      status: 404,
      message: `The requested resource /v2/Channels/Senders/${sid} was not found`,
    })
  })
})

describe('Messaging Services', () => {
  test('the seeded service is listed with its channel senders', async () => {
    const services = await client.messaging.v1.services.list()
    expect(services.map((service) => service.sid)).toEqual([SERVICE])
    expect(services[0]?.useInboundWebhookOnNumber).toBe(true)
    const senders = await client.messaging.v1.services(SERVICE).channelSenders.list()
    expect(senders.map((sender) => sender.sender)).toEqual([NORTHWIND, NORTHWIND_TWO])
  })

  test('one is created, changed and removed, and a sender stands in one pool only', async () => {
    const service = await client.messaging.v1.services.create({ friendlyName: 'two' })
    const changed = await client.messaging.v1.services(service.sid).update({
      inboundRequestUrl: 'https://example.com/in',
      useInboundWebhookOnNumber: false,
    })
    expect(changed).toMatchObject({
      inboundRequestUrl: 'https://example.com/in',
      useInboundWebhookOnNumber: false,
    })
    const senders = client.messaging.v1.services(service.sid).channelSenders
    expect(await refusal(senders.create({ sid: 'XE00000000000000000000000000000003' }))).toMatchObject({
      code: 21712,
    })
    await senders.create({ sid: 'XE00000000000000000000000000000001' })
    expect(await senders.list()).toHaveLength(1)
    expect(await client.messaging.v1.services(service.sid).remove()).toBe(true)
  })
})

describe('typing', () => {
  test('the phone shows it, and the message is read', async () => {
    const phone = await TestPhone.add(simulator)
    const sid = await phone.send({ to: FRONT_DESK, body: 'are you there?' })
    const answer = await client.messaging.v2.typingIndicator.create({ channel: 'whatsapp', messageId: sid })
    expect(answer.success).toBe(true)
    const typing = async () => (await control<{ typing: string[] }>(simulator, 'GET', phone.path)).body.typing
    expect(await typing()).toEqual([FRONT_DESK])
    expect((await phone.messages())[0]?.status).toBe('read')
    await client.messages.create({ from: FRONT_DESK, to: ANA, body: 'yes' })
    await until(async () => (await typing()).length === 0)
    await client.messaging.v2.typingIndicator.create({ channel: 'whatsapp', messageId: sid })
    expect(await typing()).toEqual([FRONT_DESK])
    await control(simulator, 'POST', '/clock', { advance_s: 26 })
    expect(await typing()).toEqual([])
  })

  test('version 3 takes JSON and only its own words', async () => {
    const phone = await TestPhone.add(simulator)
    const messageId = await phone.send({ to: FRONT_DESK, body: 'hello?' })
    const post = (data: Record<string, unknown>) =>
      client.request({
        method: 'post',
        uri: 'https://messaging.twilio.com/v3/Indicators/Typing.json',
        data,
        headers: { 'Content-Type': 'application/json' },
      })
    expect(await post({ channel: 'WHATSAPP', messageId })).toMatchObject({
      statusCode: 200,
      body: { success: true },
    })
    expect(await post({ channel: 'whatsapp', messageId })).toMatchObject({
      statusCode: 400,
      body: { status: 400 },
    })
    expect(await post({ channel: 'WHATSAPP', messageId, more: 1 })).toMatchObject({ statusCode: 400 })
  })

  test('a product answers under its own host only', async () => {
    const answer = await client.request({
      method: 'get',
      uri: 'https://content.twilio.com/v2/Channels/Senders?Channel=whatsapp',
    })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 20404 } })
  })

  test('an unknown message is refused', async () => {
    const call = client.messaging.v2.typingIndicator.create({
      channel: 'whatsapp',
      messageId: `SM${'0'.repeat(32)}`,
    })
    expect(await refusal(call)).toMatchObject({ status: 400 })
  })
})

describe('contents', () => {
  const HX = `HX${'ab'.repeat(16)}`

  test('one is created, submitted, approved, and sent outside the window with its variables', async () => {
    const content = await client.content.v1.contents.create({
      friendlyName: 'arrival',
      language: 'en',
      variables: { '1': 'guest', '2': 'today' },
      types: { 'twilio/text': { body: 'Dear {{1}}, your room is ready {{2}}.' } },
    } as unknown as Parameters<typeof client.content.v1.contents.create>[0])
    expect(content.sid).toMatch(/^HX/)
    await client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: 'arrival', category: 'UTILITY' })
    await control(simulator, 'POST', `/templates/${content.sid}/verdict`, { status: 'approved' })
    const approval = await client.content.v1.contents(content.sid).approvalFetch().fetch()
    expect(approval.whatsapp).toMatchObject({ status: 'approved', category: 'UTILITY', name: 'arrival' })
    const phone = await TestPhone.add(simulator)
    await client.messages.create({
      from: FRONT_DESK,
      to: ANA,
      contentSid: content.sid,
      contentVariables: JSON.stringify({ '1': 'Ana' }),
    })
    const [received] = await until(async () => {
      const messages = await phone.received()
      return messages.length > 0 && messages
    })
    expect(received?.body).toBe('Dear Ana, your room is ready today.')
    expect(received?.content).toMatchObject({ type: 'twilio/text', template: 'arrival' })
  })

  const options = JSON.stringify([{ id: 'sea', title: 'Sea' }])
  const which = { type: 'SINGLE_SELECT', label: 'Which view?', options }
  const page = (id: string, layout: object[], next: string | null = null) => ({
    id,
    title: 'Your stay',
    next_page_id: next,
    layout,
  })
  const form = (pages: object[]) => ({
    language: 'en',
    types: { 'twilio/flows': { body: 'Check in', button_text: 'Begin', type: 'SURVEY', pages } },
  })
  type NewContent = Parameters<typeof client.content.v1.contents.create>[0]

  test('a form is created with its pages, comes back with nulls for what is unset, and goes once approved', async () => {
    const asked = { type: 'SHORT_TEXT', label: 'Name', text: 'As in your passport' }
    const content = await client.content.v1.contents.create(
      form([
        page('a', [asked, which], 'b'),
        page('b', [{ type: 'FOOTER', label: 'Send' }]),
      ]) as unknown as NewContent,
    )
    expect(content.types).toMatchObject({
      'twilio/flows': {
        media_url: null,
        pages: [
          {
            subtitle: null,
            layout: [
              { ...asked, input_type: 'TEXT', name: null, required: null },
              { ...which, name: null, required: null },
            ],
          },
          { next_page_id: null, layout: [{ type: 'FOOTER', label: 'Send' }] },
        ],
      },
    })
    await client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: 'check_in', category: 'UTILITY' })
    await control(simulator, 'POST', `/templates/${content.sid}/verdict`, { status: 'approved' })
    const phone = await TestPhone.add(simulator)
    await client.messages.create({ from: FRONT_DESK, to: ANA, contentSid: content.sid })
    const [received] = await until(async () => {
      const messages = await phone.received()
      return messages.length > 0 && messages
    })
    expect(received?.content).toMatchObject({
      type: 'twilio/flows',
      button_text: 'Begin',
      pages: [{ id: 'a' }, {}],
    })
  })

  test.each([
    ['no page', [], 'pages'],
    ['a component nobody has', [page('a', [{ type: 'SLIDER' }])], 'pages.0.layout.0.type'],
    [
      'choices that are no JSON text',
      [page('a', [{ ...which, options: 'Sea' }])],
      'pages.0.layout.0.options',
    ],
    ['a page that leads nowhere', [page('a', [which], 'c')], 'next_page_id names no page'],
    ['a long id', [page('a'.repeat(21), [which])], 'pages.0.id'],
  ])('a form with %s is refused', async (_, pages, named) => {
    const call = client.content.v1.contents.create(form(pages) as unknown as NewContent)
    expect(await refusal(call)).toMatchObject({ status: 400, message: expect.stringContaining(named) })
  })

  test('seeded contents are listed with their approvals', async () => {
    await control(simulator, 'PUT', `/contents/${HX}`, {
      friendly_name: 'offer',
      language: 'pt_BR',
      types: { 'twilio/quick-reply': { body: 'Quer?', actions: [{ title: 'Sim', id: 'yes' }] } },
      approval: { name: 'offer', category: 'MARKETING', status: 'paused' },
    })
    const [row] = await client.content.v1.contentAndApprovals.list()
    expect(row).toMatchObject({ sid: HX, language: 'pt_BR' })
    expect(row?.approvalRequests).toMatchObject({ status: 'paused', category: 'MARKETING' })
    expect(await client.content.v1.contents.list()).toHaveLength(1)
    expect(await client.content.v1.contents(HX).remove()).toBe(true)
  })
})
