import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ana, bruno, type Desk, type DeskOrganization, front, minutes, openDesk } from '../../tests/desk.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { recordOptOut } from '#contacts/record-opt-out.ts'
import { handOver } from '#conversations/hand-over.ts'
import { newId } from '#platform/ids.ts'

let desk: Desk
let here: DeskOrganization
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())
beforeEach(async () => {
  here = await desk.newOrganization()
})

describe('a contact', () => {
  test('has identities, a country, a language, and what they opted out of', async () => {
    const { contactId, conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    await here.inside((tx) => findOrCreateContact(tx, { address: ana, userId: 'BR.abc', at: minutes(0) }))
    const evidence = {
      contactId,
      senderAddress: front,
      source: 'word' as const,
      wording: 'sair',
      at: minutes(1),
    }
    await here.inside((tx) => recordOptOut(tx, evidence))
    await here.inside((tx) => recordOptOut(tx, { ...evidence, senderAddress: 'whatsapp:+12029999999' }))
    expect(await here.get(`/contacts/${contactId}`)).toEqual({
      id: contactId,
      name: 'Ana',
      address: ana,
      givenName: '',
      profileName: 'Ana',
      identities: [
        { kind: 'phone', address: ana },
        { kind: 'user_id', address: 'whatsapp:BR.abc' },
      ],
      country: 'BR',
      language: 'pt',
      timeZone: 'America/Sao_Paulo',
      tags: [],
      fields: {},
      owner: null,
      // A number that is not this organization's is not shown.
      optedOut: [{ senderAddress: front, since: minutes(1).toISOString() }],
      conversationIds: [conversationId],
      createdAt: minutes(0).toISOString(),
    })
  })

  test('is named, given an owner, and keeps what is not mentioned', async () => {
    const { contactId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const path = `/contacts/${contactId}`
    expect((await here.ask('PATCH', path, { givenName: 'Ana, room 12' })).json).toMatchObject({
      name: 'Ana, room 12',
      language: 'pt',
    })
    expect(
      (await here.ask('PATCH', path, { ownerId: here.members.marta, language: 'en' })).json,
    ).toMatchObject({
      name: 'Ana, room 12',
      language: 'en',
      owner: { memberId: here.members.marta, name: 'marta' },
    })
    expect((await here.ask('PATCH', path, { ownerId: newId() })).json).toMatchObject({
      code: 'invalid_request',
    })
  })

  test('is found in the list, newest first', async () => {
    await here.hears(ana, 'Ana', 'Hello', minutes(0))
    await here.hears(bruno, 'Bruno', 'Hallo', minutes(1))
    const names = async (query: string) =>
      (await here.get(`/contacts?${query}`)).items.map((each: { name: string }) => each.name)
    expect(await names('')).toEqual(['Bruno', 'Ana'])
    expect(await names('search=ana')).toEqual(['Ana'])
    expect(await names('search=%2B49%20151')).toEqual(['Bruno'])
    const { nextCursor } = await here.get('/contacts?limit=1')
    expect(await names(`limit=1&cursor=${nextCursor}`)).toEqual(['Ana'])
  })

  test('has a timeline that tells who did and said what, newest first', async () => {
    const { contactId, conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    // What still waits was not said.
    await here.holds({ contactId, conversationId }, 2)
    const agentId = await here.addAgent('Front desk')
    await here.inside((tx) =>
      handOver(tx, { conversationId, reason: 'no_knowledge', agentId, at: minutes(1) }),
    )
    desk.clock.advance(60)
    await here.ask('PATCH', `/contacts/${contactId}`, { ownerId: here.members.marta })
    const path = `/contacts/${contactId}/timeline`
    const { items } = await here.get(path)
    expect(items).toMatchObject([
      { kind: 'owner_changed', actor: { kind: 'member', name: 'nils' }, facts: { ownerName: 'marta' } },
      {
        kind: 'handed_over',
        actor: { kind: 'agent', name: 'Front desk' },
        facts: { reason: 'no_knowledge' },
      },
      {
        kind: 'message_received',
        actor: { kind: 'contact', name: 'Ana' },
        conversationId,
        facts: { preview: 'Hello' },
      },
      { kind: 'contact_created', actor: { kind: 'contact', name: 'Ana' } },
    ])
    for (const limit of [1, 2, 3]) {
      const { nextCursor } = await here.get(`${path}?limit=${limit}`)
      const next = await here.get(`${path}?limit=${limit}&cursor=${nextCursor}`)
      expect(next.items).toEqual(items.slice(limit, 2 * limit))
    }
  })
})

describe('notifications', () => {
  test('are a member’s own, count bursts, and are read', async () => {
    const { conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    for (let n = 0; n < 3; n++)
      await here.inside((tx) => handOver(tx, { conversationId, reason: 'no_agent', at: minutes(0) }))
    const listed = await here.get('/notifications')
    expect(listed).toMatchObject({
      unreadCount: 1,
      items: [
        {
          kind: 'nobody_answers',
          count: 3,
          read: false,
          conversationId,
          contact: { name: 'Ana', address: ana },
        },
      ],
    })
    const { id } = listed.items[0] as { id: string }
    expect(await here.ask('POST', '/notifications/read', { ids: [id] }, { as: 'marta' })).toMatchObject({
      status: 204,
    })
    expect(await here.get('/notifications')).toMatchObject({ unreadCount: 1 })
    await here.ask('POST', '/notifications/read', { ids: [id] })
    expect(await here.get('/notifications')).toMatchObject({ unreadCount: 0, items: [{ id, read: true }] })
    expect(await here.get('/notifications', { as: 'marta' })).toMatchObject({ unreadCount: 1 })
    await here.ask('POST', '/notifications/read', { ids: null }, { as: 'marta' })
    expect(await here.get('/notifications', { as: 'marta' })).toMatchObject({ unreadCount: 0 })
  })
})

describe('the checklist', () => {
  const done = async () =>
    (await here.get('/checklist')).steps
      .filter((each: { done: boolean }) => each.done)
      .map((each: { step: string }) => each.step)
  test('tells what is there, and loses what is lost', async () => {
    expect(await done()).toEqual(['connector', 'sender', 'webhook'])
    await here.addAgent('Front desk')
    await here.hears(ana, 'Ana', 'Hello', minutes(0))
    expect(await here.get('/checklist')).toMatchObject({ done: true })
    await here.inside((tx) =>
      tx.db
        .updateTable('connector')
        .set({ status: 'error', health: 'wrong_credentials' })
        .where('organizationId', '=', here.organizationId)
        .execute(),
    )
    expect(await done()).toEqual(['sender', 'webhook', 'agent', 'channel', 'first_message'])
  })
})
