import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Who agreed and who wants to hear nothing more: kept as evidence, and heeded by every send.

const desk = 'whatsapp:+12025550101'
let hub: Hub
let session: Session
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
}, 120_000)
afterAll(() => hub?.[Symbol.asyncDispose]())

const at = (contactId: string) => ({ params: { path: { contactId } } })
const received = async (address: string) =>
  (await hub.simulator.messages(address)).filter(({ direction }) => direction === 'in')

async function writes(address: string, body: string) {
  await hub.simulator.addPhone({ address, profile_name: 'Guest' })
  await hub.simulator.write(address, desk, body)
  const items = await until(
    async () => (await must(session.api.GET('/api/v1/conversations'))).items,
    (all) => all.some(({ contact }) => contact.address === address),
  )
  return items.find(({ contact }) => contact.address === address)!
}

test('a contact is added by number, agrees, and may then be written to', async () => {
  const contact = await must(
    session.api.POST('/api/v1/contacts', { body: { phone: '+49 (170) 1112223', givenName: 'Lena Neu' } }),
  )
  expect(contact).toMatchObject({
    name: 'Lena Neu',
    address: 'whatsapp:+491701112223',
    country: 'DE',
    language: 'de',
  })
  const wrong = await session.api.POST('/api/v1/contacts', { body: { phone: '12345' } })
  expect(wrong.error).toMatchObject({ code: 'invalid_request', issues: [{ path: 'body.phone' }] })
  const before = await must(session.api.GET('/api/v1/contacts/{contactId}/consents', at(contact.id)))
  expect(before).toEqual({ items: [], standing: 'none' })
  const after = await must(
    session.api.POST('/api/v1/contacts/{contactId}/consents', {
      ...at(contact.id),
      body: { kind: 'opt_in', wording: 'Please tell me when my room is ready', place: 'Front desk, form 12' },
    }),
  )
  expect(after).toMatchObject({
    standing: 'opted_in',
    items: [{ kind: 'opt_in', source: 'member', place: 'Front desk, form 12', senderAddress: null }],
  })
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  const templateId = items.find(({ name, language }) => name === 'booking_confirmed' && language === 'en')!.id
  await hub.simulator.addPhone({ address: contact.address, profile_name: 'Lena' })
  const sent = await must(
    session.api.POST('/api/v1/messages', {
      body: { to: '+491701112223', template: { templateId, variables: { '1': 'Lena', '2': 'Friday' } } },
    }),
  )
  expect(sent.kind).toBe('template')
  await until(
    () => received(contact.address),
    (all) => all.length === 1,
  )
  const timeline = await must(session.api.GET('/api/v1/contacts/{contactId}/timeline', at(contact.id)))
  expect(timeline.items.map(({ kind }) => kind)).toContain('opted_in')
})

test('PARAR is confirmed once, in its language, and nothing follows it', async () => {
  const address = 'whatsapp:+5511970001111'
  const conversation = await writes(address, 'PARAR')
  await until(
    () => received(address),
    (all) => all.length > 0,
  )
  await hub.simulator.write(address, desk, 'parar')
  await hub.simulator.write(address, desk, 'What time is breakfast?')
  const { error } = await session.api.POST('/api/v1/messages', {
    body: { conversationId: conversation.id, body: 'Hello?' },
  })
  expect(error).toMatchObject({ code: 'opted_out' })
  await new Promise((done) => setTimeout(done, 2500))
  expect((await received(address)).map(({ body }) => body)).toEqual([
    'Você não receberá mais mensagens nossas por aqui. Escreva INICIAR se mudar de ideia.',
  ])
  const consents = await must(
    session.api.GET('/api/v1/contacts/{contactId}/consents', at(conversation.contact.id)),
  )
  expect(consents).toMatchObject({
    standing: 'opted_out',
    items: [{ source: 'word' }, { source: 'word', wording: 'PARAR' }],
  })
})

test('what Twilio refuses because of an opt-out is one here, too', async () => {
  const address = 'whatsapp:+491701119999'
  const conversation = await writes(address, 'Hello')
  await fetch(`${hub.simulatorUrl}/simulator/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      match: { method: 'POST', path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`, to: address },
      effect: { status: { http: 400, code: 21610 } },
      times: 5,
    }),
  })
  await session.api.POST('/api/v1/messages', {
    body: { conversationId: conversation.id, body: 'Hello Lena' },
  })
  const consents = await until(
    () => must(session.api.GET('/api/v1/contacts/{contactId}/consents', at(conversation.contact.id))),
    ({ standing }) => standing === 'opted_out',
  )
  expect(consents.items[0]).toMatchObject({ source: 'twilio', wording: 'Twilio 21610', senderAddress: desk })
})
