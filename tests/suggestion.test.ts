import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { type Hub, startHub, until } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Which approved template says best what somebody wants to say: a ranking decides, and a model may judge over it.

const desk = 'whatsapp:+12025550101'
const address = 'whatsapp:+447700900101'

let hub: Hub
let model: AnsweringServer
let session: Session
let conversationId: string
/** What the model answers: a number among the offered, as it would write it. */
let verdict = '{"number": 1}'
let status = 200
const completion = (content: string) => ({
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})

const texts: Record<string, [category: string, body: string]> = {
  booking_moved: ['UTILITY', 'Hello {{1}}, your booking has been moved to {{2}} as agreed with you.'],
  booking_cancelled: ['UTILITY', 'Hello {{1}}, your booking on {{2}} has been cancelled free of charge.'],
  spring_weekend: ['MARKETING', 'Hello {{1}}, a spring weekend by the lake is waiting: two nights for one.'],
}

beforeAll(async () => {
  model = await startAnsweringServer()
  model.answer = () => ({ status, body: JSON.stringify(completion(verdict)) })
  hub = await startHub({
    MODEL_PROVIDER: 'openai-compatible',
    MODEL_NAME: 'm',
    MODEL_BASE_URL: `${model.url}/v1`,
  })
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  for (const [at, [name, [category, body]]] of Object.entries(texts).entries())
    await hub.simulator.putContent(`HX${String(800 + at).padStart(32, '0')}`, {
      account_sid: twilioAccount.sid,
      friendly_name: name,
      types: { 'twilio/text': { body } },
      variables: { '1': 'Bea', '2': '12 March' },
      approval: { name, category, status: 'approved' },
    })
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  for (const { id, name } of items.filter(({ name }) => name in texts))
    await must(
      session.api.PATCH('/api/v1/templates/{templateId}', {
        params: { path: { templateId: id } },
        body: {
          variableNames:
            name === 'spring_weekend' ? { '1': 'contact.name' } : { '1': 'contact.name', '2': 'date' },
        },
      }),
    )
  await hub.simulator.addPhone({ address, profile_name: 'Lena' })
  await hub.simulator.write(address, desk, 'Hello')
  const conversations = await until(
    async () => (await must(session.api.GET('/api/v1/conversations'))).items,
    (all) => all.some(({ contact }) => contact.address === address),
  )
  conversationId = conversations.find(({ contact }) => contact.address === address)!.id
  // The window closes: from here on an advertisement needs an opt-in.
  await hub.simulator.advanceClock(25 * 3600)
  await until(
    () =>
      must(
        session.api.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } } }),
      ),
    ({ window }) => !window.open,
  )
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await model?.[Symbol.asyncDispose]()
})

const suggest = async (text: string, to: object = { conversationId }) =>
  await must(session.api.POST('/api/v1/templates/suggestions', { body: { text, ...to } }))
const moved = 'Your booking has been moved to Friday.'
const noJudge = () => {
  status = 500
}

test('the best suited one comes filled with what is known and what was said', async () => {
  noJudge()
  expect(await suggest(moved)).toMatchObject({
    judgedBy: 'ranking',
    best: {
      name: 'booking_moved',
      variables: { '1': 'Lena', '2': 'Friday' },
      preview: { body: 'Hello Lena, your booking has been moved to Friday as agreed with you.' },
    },
  })
})

test('in a language nobody has a template in none is chosen, and what comes nearest is shown', async () => {
  noJudge()
  const german = 'whatsapp:+491701239102'
  await hub.simulator.addPhone({ address: german, profile_name: 'Uwe' })
  await hub.simulator.write(german, desk, 'Hallo')
  const conversations = await until(
    async () => (await must(session.api.GET('/api/v1/conversations'))).items,
    (all) => all.some(({ contact }) => contact.address === german),
  )
  const { id } = conversations.find(({ contact }) => contact.address === german)!
  const { best, others, excluded } = await suggest(moved, { conversationId: id })
  expect(best).toBeNull()
  expect(excluded.language).toBeGreaterThan(2)
  expect(others[0]).toMatchObject({ name: 'booking_moved', language: 'en', variables: { '1': 'Uwe' } })
})

test('without an opt-in no advertisement is suggested', async () => {
  noJudge()
  const text = 'A spring weekend by the lake: two nights for one!'
  const before = await suggest(text)
  expect(before.best).toBeNull()
  expect(before.excluded.category).toBeGreaterThan(0)
  const { items } = await must(session.api.GET('/api/v1/conversations'))
  const { contact } = items.find(({ id }) => id === conversationId)!
  await must(
    session.api.POST('/api/v1/contacts/{contactId}/consents', {
      params: { path: { contactId: contact.id } },
      body: { kind: 'opt_in', wording: 'Yes, send me offers', place: 'At the desk' },
    }),
  )
  expect((await suggest(text)).best).toMatchObject({ name: 'spring_weekend', variables: { '1': 'Lena' } })
})

test('a model chooses among the ranked, says that none is suited, and cannot invent one', async () => {
  status = 200
  verdict = '{"number": 2}'
  const judged = await suggest(moved)
  expect(judged.judgedBy).toBe('model')
  expect(judged.best!.name).toBe('booking_cancelled')
  const asked = JSON.parse(model.asked.at(-1)!.body) as { messages: { content: string }[] }
  expect(asked.messages.map(({ content }) => content).join('\n')).toContain(
    'Message 1 (booking_moved): <data>Hello Lena, your booking has been moved to Friday',
  )
  verdict = '{"number": null}'
  expect(await suggest(moved)).toMatchObject({ judgedBy: 'model', best: null })
  for (const beside of ['{"number": 99}', '{"number": "HX1"}', 'The first one, I think.']) {
    verdict = beside
    expect(await suggest(moved)).toMatchObject({ judgedBy: 'ranking', best: { name: 'booking_moved' } })
  }
})

test('to many, a variable is filled with the name of its fact', async () => {
  noJudge()
  const [connector] = (await must(session.api.GET('/api/v1/connectors'))).items
  const { best } = await suggest('Your booking has been moved to Friday.', { connectorId: connector!.id })
  expect(best).toMatchObject({ name: 'booking_moved', variables: { '1': '{{name}}', '2': 'Friday' } })
  const stranger = (await signIn(hub.url, 'owner@stranger.test', password))!
  const { error } = await stranger.api.POST('/api/v1/templates/suggestions', {
    body: { text: moved, connectorId: connector!.id },
  })
  expect(error).toMatchObject({ code: 'not_found' })
})
