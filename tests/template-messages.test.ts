import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Whoever wrote within 24 hours gets any text; everyone else only a template that Meta approved.

const desk = 'whatsapp:+12025550101'
const newcomer = 'whatsapp:+491701234567'
const hour = 3600

let hub: Hub
let session: Session
let templateId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  templateId = items.find(({ name, language }) => name === 'booking_confirmed' && language === 'en')!.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const variables = { '1': 'Lena', '2': 'Friday' }
const filled = /^Hello Lena, your room at Hotel Aurora is booked for Friday\./

interface Draft {
  conversationId?: string
  to?: string
  body?: string
  template?: { templateId: string; variables?: Record<string, string> }
}
const send = async (draft: Draft) => await session.api.POST('/api/v1/messages', { body: draft })
const check = async (draft: Draft) => await must(session.api.POST('/api/v1/messages/check', { body: draft }))
const fault = (effect: string, code: number, to: string) =>
  fetch(`${hub.simulatorUrl}/simulator/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      match: { method: 'POST', path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`, to },
      effect: { [effect]: { code } },
      times: 1,
    }),
  })
const received = async (address: string) =>
  (await hub.simulator.messages(address)).filter(({ direction }) => direction === 'in')
const arrives = (address: string, count: number) =>
  until(
    () => received(address),
    (seen) => seen.length === count,
  )
const thread = async (conversationId: string) =>
  (
    await must(
      session.api.GET('/api/v1/conversations/{conversationId}/messages', {
        params: { path: { conversationId } },
      }),
    )
  ).items

/** A guest who wrote just now, with the agent silent. */
async function guest(address: string): Promise<string> {
  await hub.simulator.addPhone({ address, profile_name: 'Lena' })
  await hub.simulator.write(address, desk, 'Hello')
  const items = await until(
    async () => (await must(session.api.GET('/api/v1/conversations'))).items,
    (all) => all.some(({ contact }) => contact.address === address),
  )
  const { id } = items.find(({ contact }) => contact.address === address)!
  await must(
    session.api.POST('/api/v1/conversations/{conversationId}/take-over', {
      params: { path: { conversationId: id } },
    }),
  )
  return id
}

const simulatorTime = async () =>
  Date.parse(((await (await fetch(`${hub.simulatorUrl}/simulator/api/clock`)).json()) as { now: string }).now)

/** Moves the simulator's clock, and waits until the hub has followed: a note carries the hub's time. */
async function pass(seconds: number, conversationId: string): Promise<void> {
  await hub.simulator.advanceClock(seconds)
  const now = await simulatorTime()
  const params = { path: { conversationId } }
  await until(
    async () =>
      await must(
        session.api.POST('/api/v1/conversations/{conversationId}/notes', {
          params,
          body: { body: 'What time is it?' },
        }),
      ),
    ({ createdAt }) => Date.parse(createdAt) >= now - 1000,
  )
}

test('a stranger is not written to without an opt-in, and leaves no trace here', async () => {
  const draft = { to: newcomer, template: { templateId, variables } }
  const { error } = await send(draft)
  expect(error).toMatchObject({ code: 'no_opt_in' })
  // The gate says the same before anything is sent.
  expect(await check(draft)).toMatchObject({ verdict: 'refuse', reasons: [{ code: 'no_opt_in' }] })
  const { items } = await must(
    session.api.GET('/api/v1/contacts', { params: { query: { search: '1701234567' } } }),
  )
  expect(items).toEqual([])
})

test('once the window is closed only a template goes out, with every variable filled', async () => {
  const address = 'whatsapp:+491701234001'
  const conversationId = await guest(address)
  const before = (await received(address)).length
  await pass(25 * hour, conversationId)

  expect((await send({ conversationId, body: 'Are you coming?' })).error).toMatchObject({
    code: 'window_closed',
  })
  const half = await send({
    conversationId,
    template: { templateId, variables: { '1': 'Lena', '2': ' \n' } },
  })
  expect(half.error).toMatchObject({ code: 'template_variables_missing', facts: { keys: ['2'] } })
  expect(await check({ conversationId, template: { templateId, variables } })).toMatchObject({
    verdict: 'send',
    as: 'template',
    allowedBy: 'written',
  })

  const { data } = await send({
    conversationId,
    template: { templateId, variables: { '1': 'Lena', '2': 'Fri\nday' } },
  })
  expect(data).toMatchObject({
    kind: 'template',
    details: { template: { name: 'booking_confirmed', language: 'en', preview: { buttons: [{}, {}] } } },
  })
  const seen = await arrives(address, before + 1)
  expect(seen.at(-1)!.body).toMatch(/^Hello Lena, .* booked for Fri day\./)
})

test('a text with a template behind it goes out as a text while the window is open, and as the template after', async () => {
  const address = 'whatsapp:+491701234002'
  const conversationId = await guest(address)
  const before = (await received(address)).length
  const both = { conversationId, body: 'Shall we heat the sauna?', template: { templateId, variables } }
  expect(await check(both)).toMatchObject({ as: 'text', allowedBy: 'window' })
  await send(both)
  expect((await arrives(address, before + 1)).at(-1)!.body).toBe(both.body)

  // Less than a minute is left: the gate lets it pass as a text, and it would come too late.
  const params = { path: { conversationId } }
  const { window } = await must(session.api.GET('/api/v1/conversations/{conversationId}', { params }))
  await pass((Date.parse(window.closesAt!) - (await simulatorTime())) / 1000 - 45, conversationId)
  expect(await check(both)).toMatchObject({ as: 'text' })
  await send(both)
  expect((await arrives(address, before + 2)).at(-1)!.body).toMatch(filled)
  const last = (await thread(conversationId)).at(-1)!
  expect([last.kind, last.body]).toEqual(['template', expect.stringMatching(filled)])
})

test('a text that WhatsApp found too late is followed by its template, once', async () => {
  const address = 'whatsapp:+491701234003'
  const conversationId = await guest(address)
  const before = (await received(address)).length
  await fault('async-error', 63016, address)
  await send({ conversationId, body: 'Shall we heat the sauna?', template: { templateId, variables } })
  expect((await arrives(address, before + 1)).at(-1)!.body).toMatch(filled)
  const [text, template, ...rest] = (await thread(conversationId)).slice(-2)
  // Nobody is asked to send it again.
  expect(text).toMatchObject({ kind: 'text', problem: { code: 'replaced_by_template' }, actions: [] })
  expect(template!.kind).toBe('template')
  expect(rest).toEqual([])
})

test('a message that fails because of its template has Meta asked anew, without waiting for the next reading', async () => {
  const address = 'whatsapp:+491701234005'
  const conversationId = await guest(address)
  await pass(25 * hour, conversationId)
  const judge = (status: string) =>
    fetch(`${hub.simulatorUrl}/simulator/api/templates/HX00000000000000000000000000000101/verdict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    })
  const approval = async () =>
    (await must(session.api.GET('/api/v1/templates/{templateId}', { params: { path: { templateId } } })))
      .status
  await judge('paused')
  expect(await approval()).toBe('approved')
  await send({ conversationId, template: { templateId, variables } })
  expect(await until(approval, (status) => status !== 'approved')).toBe('paused')
  expect((await thread(conversationId)).at(-1)).toMatchObject({ problem: { code: '63041' } })

  await judge('approved')
  await must(session.api.POST('/api/v1/templates/sync'))
  expect(await approval()).toBe('approved')
})

test('a template whose approval is gone is not sent', async () => {
  const address = 'whatsapp:+491701234004'
  const conversationId = await guest(address)
  await fetch(`${hub.simulatorUrl}/simulator/api/templates/HX00000000000000000000000000000101/verdict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'paused' }),
  })
  await must(session.api.POST('/api/v1/templates/sync'))
  const { error } = await send({ conversationId, template: { templateId, variables } })
  expect(error).toMatchObject({ code: 'template_not_approved', facts: { approval: 'paused' } })
})
