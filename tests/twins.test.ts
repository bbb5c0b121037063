import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AnsweringServer, modelSays, startAnsweringServer } from './answering-server.ts'
import { type Hub, startHub, until } from './hub.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn, signUp } from './world/session.ts'

// A member's digital twin answers that member's contacts, as far as the member lets it, and never binds them.

const front = 'whatsapp:+12025550101'
const sales = 'whatsapp:+12025550111'
let hub: Hub
let model: AnsweringServer
/** Owner of Northwind, a member of it, and the owner of another organization. */
let nils: Session
let nora: Session
let marta: Session
const members = { nils: '', nora: '' }
let guests = 0

beforeAll(async () => {
  model = await startAnsweringServer()
  hub = await startHub({
    MODEL_PROVIDER: 'openai-compatible',
    MODEL_NAME: 'm',
    MODEL_API_KEY: 'k',
    MODEL_BASE_URL: `${model.url}/v1`,
  })
  await seedWorld(hub.url, hub.simulatorUrl)
  nils = (await signIn(hub.url, 'owner@northwind.test', password))!
  marta = (await signIn(hub.url, 'owner@aurora.test', password))!
  const invited = { email: 'nora.test@northwind.test', role: 'member' as const }
  const { id: invitationId } = await must(nils.api.POST('/api/v1/invitations', { body: invited }))
  nora = (await signUp(hub.url, 'Nora Test', invited.email, password))!
  await must(
    nora.api.POST('/api/v1/invitations/{invitationId}/accept', { params: { path: { invitationId } } }),
  )
  members.nils = (await must(nils.api.GET('/api/v1/me'))).memberId!
  members.nora = (await must(nora.api.GET('/api/v1/me'))).memberId!
  for (const [session, fact] of [
    [nils, 'Nils works in the Berlin office on weekdays.'],
    [nora, 'Nora visits clients in Porto.'],
  ] as const) {
    await must(session.api.PUT('/api/v1/twin', { body: { mode: 'off' } }))
    const { items } = await must(session.api.GET('/api/v1/twin/articles'))
    if (!items.some(({ title }) => title === 'Where I work'))
      await must(session.api.POST('/api/v1/twin/articles', { body: { title: 'Where I work', body: fact } }))
  }
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await model?.[Symbol.asyncDispose]()
})
beforeEach(() => {
  model.asked.length = 0
})

type Mode = 'auto' | 'draft' | 'off'

const setUp = (session: Session, body: { mode: Mode; brain?: 'model' | 'built_in'; words?: string[] }) =>
  must(session.api.PUT('/api/v1/twin', { body }))

/** A contact with a phone, whose owner this member is. */
async function contactOf(owner: string | null): Promise<{ address: string; contactId: string }> {
  guests += 1
  const phone = `+49159800${String(guests).padStart(4, '0')}`
  const address = `whatsapp:${phone}`
  await hub.simulator.addPhone({ address, profile_name: `Person ${guests}` })
  const { id: contactId } = await must(nils.api.POST('/api/v1/contacts', { body: { phone } }))
  const params = { path: { contactId } }
  await must(nils.api.PATCH('/api/v1/contacts/{contactId}', { params, body: { ownerId: owner } }))
  return { address, contactId }
}

const say = (session: Session, contactId: string, mode: Mode | null) =>
  session.api.PUT('/api/v1/contacts/{contactId}/twin', { params: { path: { contactId } }, body: { mode } })

const received = async (address: string) =>
  (await hub.simulator.messages(address))
    .filter(({ direction }) => direction === 'in')
    .map(({ body }) => body)
const receives = (address: string) =>
  until(
    () => received(address),
    (bodies) => bodies.length > 0,
  )

const conversationOf = async (contactId: string) =>
  await until(
    async () =>
      (await must(nils.api.GET('/api/v1/conversations', { params: { query: { contactId } } }))).items[0],
    (found) => found !== undefined,
  )

async function threadOf(contactId: string) {
  const { id: conversationId } = (await conversationOf(contactId))!
  const path = { conversationId }
  return (await must(nils.api.GET('/api/v1/conversations/{conversationId}/messages', { params: { path } })))
    .items
}
const waitsFor = (contactId: string, reason: string) =>
  until(
    () => conversationOf(contactId),
    (conversation) => conversation?.waiting?.reason === reason,
  )

describe('who answers', () => {
  test('the twin of the owner answers from what it knows, in their name', async () => {
    await setUp(nils, { mode: 'auto' })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in?')
    expect((await receives(address))[0]).toContain('Berlin')
    const answer = (await threadOf(contactId)).find(({ direction }) => direction === 'out')
    expect(answer).toMatchObject({ origin: 'agent', twinOf: 'Nils Northwind' })
    expect((await conversationOf(contactId))!.agent).toMatchObject({
      mode: 'auto',
      twinOf: { memberId: members.nils, name: 'Nils Northwind' },
    })
  })

  test('its draft is a card in the thread until a person approves it', async () => {
    await setUp(nils, { mode: 'draft' })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in?')
    await waitsFor(contactId, 'draft_waits')
    const draft = (await threadOf(contactId)).find(({ status }) => status === 'draft')!
    expect(draft).toMatchObject({ twinOf: 'Nils Northwind', actions: ['approve', 'reject'] })
    expect(await received(address)).toEqual([])
    await must(
      nils.api.POST('/api/v1/messages/{messageId}/approve', {
        params: { path: { messageId: draft.id } },
        body: {},
      }),
    )
    expect((await receives(address))[0]).toContain('Berlin')
  })

  test('for one contact it does what is said of that one', async () => {
    await setUp(nils, { mode: 'auto' })
    const silent = await contactOf(members.nils)
    expect((await must(say(nils, silent.contactId, 'off'))).effective).toBe('off')
    await hub.simulator.write(silent.address, sales, 'Which office does Nils work in?')
    await waitsFor(silent.contactId, 'no_agent')
    expect(await received(silent.address)).toEqual([])
    await setUp(nils, { mode: 'off' })
    const chosen = await contactOf(members.nils)
    expect((await must(say(nils, chosen.contactId, 'auto'))).effective).toBe('auto')
    await hub.simulator.write(chosen.address, sales, 'Which office does Nils work in?')
    expect((await receives(chosen.address))[0]).toContain('Berlin')
  })

  test('a person who took over is not answered for', async () => {
    await setUp(nils, { mode: 'auto' })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in?')
    await receives(address)
    const { id: conversationId } = (await conversationOf(contactId))!
    const path = { conversationId }
    await must(nils.api.POST('/api/v1/conversations/{conversationId}/take-over', { params: { path } }))
    await hub.simulator.write(address, sales, 'Is Nils in the office on weekdays?')
    await until(
      () => threadOf(contactId),
      (items) => items.filter(({ direction }) => direction === 'in').length === 2,
    )
    await until(
      async () => (await must(nils.api.GET('/api/v1/notifications', { params: { query: {} } }))).items,
      (items) => items.some((one) => one.kind === 'reply' && one.contact?.id === contactId),
    )
    expect(await received(address)).toHaveLength(1)
  })
})

describe('what it leaves to the member', () => {
  test('a topic of the list goes to the member, before a brain is asked', async () => {
    await setUp(nils, { mode: 'auto', brain: 'model' })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'How much does the Berlin office pay for a roof?')
    await waitsFor(contactId, 'reserved_topic')
    expect(await receives(address)).toEqual(['I will look into this myself and come back to you here.'])
    expect(model.asked).toEqual([])
  })

  test.each([
    ['a price', 'It costs about as much as the other one.'],
    ['a commitment, whatever stands on the list', 'I promise that I am in Berlin.'],
    ['a word of the member’s own', 'Ask Krause in Berlin.'],
  ])('an answer that says %s is not sent', async (_, text) => {
    await setUp(nils, { mode: 'auto', brain: 'model', words: ['Krause'] })
    model.answer = () => modelSays({ action: 'answer', reason: null, text, passages: [1] })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in?')
    await waitsFor(contactId, 'reserved_topic')
    expect(await receives(address)).toEqual(['I will look into this myself and come back to you here.'])
    expect(model.asked).toHaveLength(1)
  })
})

describe('it is sealed', () => {
  test('its brain is told this contact’s thread and its own knowledge, and nothing else', async () => {
    await setUp(nils, { mode: 'auto', brain: 'model' })
    model.answer = () => modelSays({ action: 'answer', reason: null, text: 'In Berlin.', passages: [1] })
    const other = await contactOf(members.nils)
    await hub.simulator.write(
      other.address,
      sales,
      'My secret colour is turquoise. Which office does Nils work in?',
    )
    await receives(other.address)
    model.asked.length = 0
    const { address } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in, Porto or Berlin?')
    await receives(address)
    const told = model.asked.map(({ body }) => body).join()
    expect(told).toContain('Berlin office on weekdays')
    expect(told).not.toMatch(/turquoise|Nora visits|Breakfast/)
  })

  test('it answers nobody else’s contacts: not a colleague’s, not one without an owner', async () => {
    await setUp(nils, { mode: 'auto' })
    await setUp(nora, { mode: 'off' })
    for (const owner of [members.nora, null]) {
      const { address, contactId } = await contactOf(owner)
      await hub.simulator.write(address, sales, 'Which office does Nils work in?')
      await waitsFor(contactId, 'no_agent')
      expect(await received(address)).toEqual([])
    }
  })

  test('a colleague’s twin cannot be set on a contact, only switched off by an admin; a stranger finds nothing', async () => {
    const { contactId } = await contactOf(members.nora)
    expect((await say(nils, contactId, 'auto')).error).toMatchObject({ code: 'twin_not_yours' })
    expect((await must(say(nils, contactId, 'off'))).mode).toBe('off')
    expect((await must(say(nora, contactId, 'draft'))).effective).toBe('draft')
    const his = await contactOf(members.nils)
    expect((await say(nora, his.contactId, 'off')).error).toMatchObject({ code: 'twin_not_yours' })
    expect((await say(marta, his.contactId, 'auto')).error).toMatchObject({ code: 'not_found' })
    const nobodys = await contactOf(null)
    expect((await say(nils, nobodys.contactId, 'auto')).error).toMatchObject({ code: 'no_twin' })
  })

  test('what a twin knows is its member’s own, also within the organization', async () => {
    const { items } = await must(nora.api.GET('/api/v1/twin/articles'))
    const twinArticleId = items[0]!.id
    const body = { title: 'taken', body: 'over' }
    for (const session of [nils, marta]) {
      const params = { path: { twinArticleId } }
      expect(
        (await session.api.PUT('/api/v1/twin/articles/{twinArticleId}', { params, body })).error,
      ).toMatchObject({
        code: 'not_found',
      })
      const articleId = twinArticleId
      expect(
        (await session.api.GET('/api/v1/articles/{articleId}', { params: { path: { articleId } } })).error,
      ).toMatchObject({ code: 'not_found' })
    }
    const { items: twins } = await must(nils.api.GET('/api/v1/twins'))
    expect(twins.find(({ member }) => member.memberId === members.nora)).not.toHaveProperty('instructions')
  })

  test('a key is nobody, so it has no twin', async () => {
    const { secret } = await must(nils.api.POST('/api/v1/keys', { body: { name: 'k', role: 'admin' } }))
    const answer = await fetch(`${hub.url}/api/v1/twin`, { headers: { authorization: `Bearer ${secret}` } })
    expect(answer.status).toBe(403)
  })

  test('when the contact gets another owner while it thinks, its answer is dropped and a person is told', async () => {
    await setUp(nils, { mode: 'auto', brain: 'model' })
    await setUp(nora, { mode: 'off' })
    const { promise: after, resolve: speak } = Promise.withResolvers<void>()
    model.answer = () => ({
      ...modelSays({ action: 'answer', reason: null, text: 'Too late.', passages: [1] }),
      after,
    })
    const { address, contactId } = await contactOf(members.nils)
    await hub.simulator.write(address, sales, 'Which office does Nils work in?')
    await until(
      async () => model.asked.length,
      (count) => count > 0,
    )
    const params = { path: { contactId } }
    await must(nils.api.PATCH('/api/v1/contacts/{contactId}', { params, body: { ownerId: members.nora } }))
    speak()
    await waitsFor(contactId, 'agent_off')
    expect(await received(address)).toEqual([])
  })

  test('the twin of who left answers nobody', async () => {
    await setUp(nora, { mode: 'auto' })
    const { address, contactId } = await contactOf(members.nora)
    await must(
      nils.api.DELETE('/api/v1/members/{memberId}', { params: { path: { memberId: members.nora } } }),
    )
    await hub.simulator.write(address, sales, 'Which clients does Nora visit?')
    await waitsFor(contactId, 'no_agent')
    expect(await received(address)).toEqual([])
    expect(
      (await must(nils.api.GET('/api/v1/twins'))).items.some(
        ({ member }) => member.memberId === members.nora,
      ),
    ).toBe(false)
  })
})

test('a twin answers before the agent of the number, which goes on answering everybody else', async () => {
  await must(marta.api.PUT('/api/v1/twin', { body: { mode: 'auto' } }))
  await must(
    marta.api.POST('/api/v1/twin/articles', {
      body: { title: 'Breakfast with me', body: 'Breakfast with Marta is in the chapel.' },
    }),
  )
  const memberId = (await must(marta.api.GET('/api/v1/me'))).memberId!
  const ask = async (phone: string, ownerId: string | null) => {
    await hub.simulator.addPhone({ address: `whatsapp:${phone}`, profile_name: 'Guest' })
    const { id: contactId } = await must(marta.api.POST('/api/v1/contacts', { body: { phone } }))
    await must(
      marta.api.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId } }, body: { ownerId } }),
    )
    await hub.simulator.write(`whatsapp:${phone}`, front, 'Where is breakfast?')
    return (await receives(`whatsapp:${phone}`))[0]
  }
  expect(await ask('+4915987650001', memberId)).toContain('chapel')
  expect(await ask('+4915987650002', null)).not.toContain('chapel')
})
