import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { startSimulator, type Simulator } from './app.ts'
import {
  ACCOUNT,
  ANA,
  control,
  FRONT_DESK,
  HOUSEKEEPING,
  openTwilio,
  SERVICE,
  settled,
  TestPhone,
  until,
} from './testing/drive.ts'
import { Receiver } from './testing/receiver.ts'

// What Twilio and Meta refuse by rule, without a fault: a row for each code, told to the stock library.

const TEMPLATE = `HX${'a'.repeat(32)}`
const JOE = 'whatsapp:+13125550142'
const ZOE = 'whatsapp:+14165550142'

let simulator: Simulator
let client: ReturnType<typeof openTwilio>

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, seed: 'rules', pace: { sent: 2, delivered: 2 } })
  client = openTwilio(simulator)
})
beforeEach(async () => {
  await control(simulator, 'POST', '/reset')
})
afterAll(async () => {
  await simulator[Symbol.asyncDispose]()
})

type Draft = Record<string, unknown>

const accept = (draft: Draft = {}) =>
  client.messages.create({ from: FRONT_DESK, to: ANA, body: 'hello', ...draft })

/** Sends one and gives its end: Twilio's code, or the status it came to. */
async function send(draft: Draft = {}): Promise<number | string> {
  const { sid } = await accept(draft)
  await settled(simulator)
  const message = await client.messages(sid).fetch()
  return message.errorCode ?? message.status
}

/** The code with which Twilio refuses at once. */
async function refusal(draft: Draft = {}): Promise<unknown> {
  return await accept(draft).then(
    (message) => message.status,
    (thrown: { code: unknown; status: number }) => [thrown.status, thrown.code],
  )
}

const template = (values: Record<string, string> = { '1': 'Ana' }): Draft => ({
  body: undefined,
  contentSid: TEMPLATE,
  contentVariables: JSON.stringify(values),
})

async function approve(more: Draft = {}, approval: Draft = {}): Promise<void> {
  const { status } = await control(simulator, 'PUT', `/contents/${TEMPLATE}`, {
    friendly_name: 'arrival',
    variables: { '1': 'guest' },
    types: { 'twilio/text': { body: 'Dear {{1}}, your room is ready.' } },
    approval: { name: 'arrival', category: 'UTILITY', status: 'approved', ...approval },
    ...more,
  })
  expect(status).toBe(200)
}

const setSender = (change: Draft, sender = FRONT_DESK) =>
  control(simulator, 'PUT', `/senders/${encodeURIComponent(sender)}`, change)
const openWindow = async (to = FRONT_DESK) => (await TestPhone.add(simulator)).send({ to, body: 'hi' })
const pass = (hours: number) => control(simulator, 'POST', '/clock', { advance_s: hours * 3_600 })
const verdict = (status: string) => control(simulator, 'POST', `/templates/${TEMPLATE}/verdict`, { status })

/** Code → what has to happen before it is met, and how the message ends otherwise. */
const rows: [code: number, sentence: string, meet: () => Promise<number | string | null>][] = [
  [63013, 'a value with a line break', async () => (await approve(), await send(template({ '1': 'A\nna' })))],
  [63013, 'a value with a tab', async () => (await approve(), await send(template({ '1': 'A\tna' })))],
  [63013, 'five spaces in a row', async () => (await approve(), await send(template({ '1': 'A     na' })))],
  [
    63021,
    'a template longer than 1024 characters once it is filled',
    async () => (await approve(), await send(template({ '1': 'x'.repeat(1_010) }))),
  ],
  [
    63024,
    'a number without WhatsApp',
    async () => {
      await (await TestPhone.add(simulator)).change({ registered: false })
      return await send()
    },
  ],
  [
    63027,
    'a template that was deleted before its hour came',
    async () => {
      await approve()
      const sendAt = new Date(Date.now() + 20 * 60_000)
      const scheduled = await accept({
        ...template(),
        from: undefined,
        messagingServiceSid: SERVICE,
        scheduleType: 'fixed',
        sendAt,
      })
      expect(scheduled.status).toBe('scheduled')
      await client.content.v1.contents(TEMPLATE).remove()
      await pass(1)
      await settled(simulator)
      return (await client.messages(scheduled.sid).fetch()).errorCode
    },
  ],
  [
    63027,
    'a form that Meta has not published yet, in a service window',
    async () => {
      await openWindow()
      const pages = [{ id: 'a', title: 'You', layout: [{ type: 'TEXT_BODY', text: 'Hello' }] }]
      const form = { body: 'Check in', button_text: 'Begin', type: 'OTHER', pages }
      await approve({ types: { 'twilio/flows': form } }, { status: 'unsubmitted' })
      return await send(template())
    },
  ],
  [
    63028,
    'a value that the template has no place for',
    async () => (await approve(), await send(template({ '1': 'Ana', '2': 'more' }))),
  ],
  [
    63028,
    'a place that gets neither a value nor a sample',
    async () => (
      await approve({ variables: {} }),
      await send({ ...template(), contentVariables: undefined })
    ),
  ],
  ...(['rejected', 'paused', 'disabled'] as const).flatMap((status, place) =>
    [false, true].map((open): [number, string, () => Promise<number | string>] => [
      63040 + place,
      `a ${status} template, ${open ? 'in' : 'outside'} a service window`,
      async () => {
        await approve()
        if (open) await openWindow()
        await verdict(status)
        return await send(template())
      },
    ]),
  ),
  [
    63049,
    'marketing to the United States',
    async () => (await approve({}, { category: 'MARKETING' }), await send({ ...template(), to: JOE })),
  ],
  [
    63049,
    'the third marketing template in a day',
    async () => {
      await approve({}, { category: 'MARKETING' })
      for (const _ of [1, 2]) expect(await send(template())).toBe('delivered')
      return await send({ ...template(), from: HOUSEKEEPING })
    },
  ],
  [
    63018,
    'more people in a day than the messaging limit',
    async () => {
      await approve()
      await setSender({ messaging_limit: '2 Customers/24hr' })
      for (const to of [ANA, JOE]) expect(await send({ ...template(), to })).toBe('delivered')
      expect(await send({ ...template(), to: ANA })).toBe('delivered')
      return await send({ ...template(), to: ZOE })
    },
  ],
  [
    63018,
    'more in a second than WhatsApp takes of the sender',
    async () => {
      await openWindow()
      await setSender({ messages_per_second: 2 })
      const sent = await Promise.all(Array.from({ length: 40 }, () => accept()))
      await settled(simulator)
      const all = await Promise.all(sent.map(({ sid }) => client.messages(sid).fetch()))
      const passed = all.filter(({ status }) => status === 'delivered')
      expect(passed.length).toBeGreaterThanOrEqual(2)
      expect(passed.length).toBeLessThan(40)
      return all.find(({ errorCode }) => errorCode !== null)!.errorCode
    },
  ],
  [
    63018,
    'one person more than 45 times at once',
    async () => {
      await openWindow()
      const sent = await Promise.all(Array.from({ length: 60 }, () => accept()))
      await settled(simulator)
      const all = await Promise.all(sent.map(({ sid }) => client.messages(sid).fetch()))
      const passed = all.filter(({ status }) => status === 'delivered').length
      expect(passed).toBeGreaterThanOrEqual(45)
      // One more every six seconds, however long the sending takes.
      expect(passed).toBeLessThan(60)
      return all.find(({ errorCode }) => errorCode !== null)!.errorCode
    },
  ],
  [
    30036,
    'a message whose validity ends while it waits in the queue',
    async () => {
      await openWindow()
      const before = Array.from({ length: 250 }, (_, n) => accept({ to: `whatsapp:+49151${1_000_000 + n}` }))
      const last = accept({ validityPeriod: 1 })
      await Promise.all([...before, last])
      await settled(simulator)
      return (await client.messages((await last).sid).fetch()).errorCode
    },
  ],
  [
    21703,
    'a Messaging Service whose senders are all offline',
    async () => {
      await control(simulator, 'PUT', `/services/${SERVICE}`, { senders: [FRONT_DESK] })
      await setSender({ status: 'OFFLINE' })
      return await send({ from: undefined, messagingServiceSid: SERVICE })
    },
  ],
]

describe('by rule, on the message and its callback', () => {
  test.each(rows)('%i: %s', async (code, _sentence, meet) => {
    expect(await meet()).toBe(code)
  })

  test('the callback tells the code and Twilio’s title', async () => {
    await using receiver = await Receiver.open()
    await approve()
    const { sid } = await accept({ ...template({ '1': 'A\nna' }), statusCallback: `${receiver.url}/status` })
    await settled(simulator)
    expect(receiver.statuses(sid)).toEqual(['queued', 'failed'])
    expect(receiver.received.at(-1)?.params).toMatchObject({
      ErrorCode: '63013',
      ErrorMessage: 'This message send failed because it violates Channel provider policy.',
    })
  })
})

describe('what the limits leave alone', () => {
  test('200 at once from one sender wait in its queue and all arrive', async () => {
    const sent = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const user = `whatsapp:+49151${2_000_000 + n}`
        const phone = await TestPhone.add(simulator, user)
        await phone.send({ to: FRONT_DESK, body: 'hi' })
        return await accept({ to: user })
      }),
    )
    await settled(simulator)
    const all = await Promise.all(sent.map(({ sid }) => client.messages(sid).fetch()))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['delivered']))
  })

  test('answers inside a window cost nothing of the messaging limit, and a day later it is whole again', async () => {
    await approve()
    await setSender({ messaging_limit: '1 Customers/24hr' })
    await openWindow()
    expect(await send()).toBe('delivered')
    expect(await send({ ...template(), to: JOE })).toBe('delivered')
    expect(await send({ ...template(), to: ZOE })).toBe(63018)
    await pass(24)
    expect(await send({ ...template(), to: ZOE })).toBe('delivered')
  })

  test('marketing goes to Canada, to one who is in a talk, and to a phone that takes more', async () => {
    await approve({}, { category: 'MARKETING' })
    expect(await send({ ...template(), to: ZOE })).toBe('delivered')
    const phone = await TestPhone.add(simulator)
    await phone.change({ marketing_per_day: 0 })
    expect(await send(template())).toBe(63049)
    await phone.send({ to: FRONT_DESK, body: 'tell me more' })
    expect(await send(template())).toBe('delivered')
    await phone.change({ marketing_per_day: 3 })
    await pass(25)
    for (const _ of [1, 2, 3]) expect(await send(template())).toBe('delivered')
    expect(await send(template())).toBe(63049)
  })

  test('one who was written to 45 times is reached again after six seconds', async () => {
    await openWindow()
    await Promise.all(Array.from({ length: 45 }, () => accept()))
    await settled(simulator)
    expect(await send()).toBe(63018)
    await control(simulator, 'POST', '/clock', { advance_s: 7 })
    expect(await send()).toBe('delivered')
  })
})

describe('refused at once', () => {
  test('63038: a trial account sends fifty messages a day', async () => {
    await control(simulator, 'PUT', `/accounts/${ACCOUNT}`, { type: 'Trial' })
    await Promise.all(Array.from({ length: 50 }, () => accept()))
    expect(await refusal()).toEqual([429, 63038])
    await pass(24)
    expect(await refusal()).toBe('queued')
  })

  test('21610: one who wrote STOP, until START; Twilio answers, and says so to the webhook', async () => {
    await using receiver = await Receiver.open()
    await control(simulator, 'PUT', `/accounts/${ACCOUNT}`, { advanced_opt_out: true })
    await setSender({ webhook: { callback_url: `${receiver.url}/in` } })
    const phone = await TestPhone.add(simulator)
    await phone.send({ to: FRONT_DESK, body: ' Stop ' })
    await until(() => receiver.at('/in')[0])
    await settled(simulator)
    expect(receiver.at('/in')[0]?.params).toMatchObject({ Body: ' Stop ', OptOutType: 'STOP' })
    expect((await phone.received()).at(-1)?.body).toContain('no more messages')
    expect(await refusal()).toEqual([400, 21610])
    expect(await refusal({ from: HOUSEKEEPING })).toBe('queued')
    const { body } = await control<{ opt_outs: unknown[] }>(simulator, 'GET', '/opt-outs')
    expect(body.opt_outs).toMatchObject([{ from: FRONT_DESK, user: ANA }])
    await phone.send({ to: FRONT_DESK, body: 'yes' })
    expect(await refusal()).toBe('queued')
  })

  test('21610: a Messaging Service keeps it for all its senders; without the setting STOP is a word', async () => {
    const phone = await TestPhone.add(simulator)
    await phone.send({ to: FRONT_DESK, body: 'STOP' })
    await phone.send({ to: FRONT_DESK, body: 'hi' })
    expect(await send()).toBe('delivered')
    await control(simulator, 'PUT', `/services/${SERVICE}`, {
      senders: [FRONT_DESK, HOUSEKEEPING],
      advanced_opt_out: true,
    })
    await phone.send({ to: FRONT_DESK, body: 'Unsubscribe' })
    expect(await refusal({ from: HOUSEKEEPING })).toEqual([400, 21610])
    expect(await refusal({ from: undefined, messagingServiceSid: SERVICE })).toEqual([400, 21610])
    await control(simulator, 'PUT', '/opt-outs', { from: SERVICE, user: ANA, opted_out: false })
    expect(await refusal({ from: undefined, messagingServiceSid: SERVICE })).toBe('accepted')
  })
})
