import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ana,
  type Asked,
  bruno,
  dana,
  type Desk,
  type DeskOrganization,
  front,
  minutes,
  openDesk,
} from '../../tests/desk.ts'
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

interface Item {
  contact: { name: string }
}
const inbox = async (query = '', asked?: Asked) =>
  (await here.get(`/conversations?${query}`, asked)).items.map((item: Item) => item.contact.name)

describe('a conversation', () => {
  test('shows who writes, who answers, and until when', async () => {
    const { conversationId, contactId } = await here.hears(ana, 'Ana', 'Is breakfast included?', minutes(0))
    const agentId = await here.addAgent('Front desk')
    expect(await here.get(`/conversations/${conversationId}`)).toEqual({
      id: conversationId,
      contact: { id: contactId, name: 'Ana', address: ana },
      sender: {
        id: here.sender.senderId,
        connectorId: here.sender.connectorId,
        address: front,
        displayName: 'Aurora',
      },
      holder: { kind: 'agent', memberId: null, name: 'Front desk' },
      agent: { id: agentId, name: 'Front desk', mode: 'auto', thinking: false, twinOf: null },
      epoch: 0,
      waiting: null,
      assignedTo: null,
      window: { open: true, closesAt: minutes(24 * 60).toISOString() },
      optedOut: false,
      unreadCount: 1,
      lastMessage: { preview: 'Is breakfast included?', direction: 'in', at: minutes(0).toISOString() },
    })
  })

  test('shows that the agent thinks, that the window closed, and that the contact opted out', async () => {
    const { conversationId, contactId } = await here.hears(ana, 'Ana', 'STOP', minutes(60 - 24 * 60))
    const agentId = await here.addAgent('Front desk')
    await here.inside((tx) =>
      tx.db
        .insertInto('turn')
        .values({
          organizationId: here.organizationId,
          id: newId(),
          conversationId,
          agentId,
          epoch: 0,
          answersPosition: 1,
          state: 'thinking',
          dueAt: minutes(0),
          createdAt: minutes(0),
        })
        .execute(),
    )
    const evidence = {
      contactId,
      senderAddress: front,
      source: 'word' as const,
      wording: 'STOP',
      at: minutes(0),
    }
    await here.inside((tx) => recordOptOut(tx, evidence))
    expect(await here.get(`/conversations/${conversationId}`)).toMatchObject({
      agent: { thinking: true },
      window: { open: false },
      optedOut: true,
    })
  })

  test('is taken over, assigned, read and handed back', async () => {
    const { conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const path = `/conversations/${conversationId}`
    expect((await here.ask('POST', `${path}/take-over`)).json).toMatchObject({
      holder: { kind: 'member', memberId: here.members.nils, name: 'nils' },
      epoch: 1,
    })
    expect(
      (await here.ask('PUT', `${path}/assignment`, { memberId: here.members.marta })).json,
    ).toMatchObject({
      assignedTo: { memberId: here.members.marta, name: 'marta' },
    })
    expect((await here.ask('POST', `${path}/read`)).json).toMatchObject({ unreadCount: 0 })
    expect((await here.ask('POST', `${path}/hand-back`)).json).toMatchObject({
      holder: { kind: 'agent' },
      epoch: 2,
    })
  })

  test('is not taken over by an API key, which may hand back and assign', async () => {
    const { conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const path = `/conversations/${conversationId}`
    const key = { as: 'key' } as const
    expect(await here.ask('POST', `${path}/take-over`, undefined, key)).toMatchObject({ status: 403 })
    expect(await here.ask('POST', `${path}/notes`, { body: 'x' }, key)).toMatchObject({ status: 403 })
    expect(await here.ask('POST', `${path}/hand-back`, undefined, key)).toMatchObject({ status: 200 })
    const assigned = await here.ask('PUT', `${path}/assignment`, { memberId: here.members.nils }, key)
    expect(assigned).toMatchObject({ status: 200, json: { assignedTo: { name: 'nils' } } })
    expect(await here.get('/notifications')).toMatchObject({ items: [{ kind: 'assigned' }] })
    expect(await here.get('/notifications', key)).toMatchObject({ items: [], unreadCount: 0 })
    expect(await inbox('filter=mine', key)).toEqual([])
  })

  test('has notes with the names of those who wrote them', async () => {
    const { conversationId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const path = `/conversations/${conversationId}/notes`
    const note = {
      body: 'Likes room 12',
      authorName: 'nils',
      authorId: here.members.nils,
      createdAt: desk.clock.now().toISOString(),
    }
    expect(await here.ask('POST', path, { body: ' Likes room 12 ' })).toMatchObject({
      status: 201,
      json: note,
    })
    expect((await here.get(path)).items).toMatchObject([note])
  })
})

describe('the inbox', () => {
  test('has the newest first, in pages that miss and repeat nothing', async () => {
    for (let n = 0; n < 7; n++)
      await here.hears(`whatsapp:+1202555020${n}`, `Guest ${n}`, 'Hi', minutes(Math.floor(n / 3)))
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await here.get(`/conversations?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map((item: Item) => item.contact.name))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
    expect(seen[0]).toBe('Guest 6')
    expect(seen.slice(-3).sort()).toEqual(['Guest 0', 'Guest 1', 'Guest 2'])
  })

  test('refuses a cursor that is not ours', async () => {
    const forged = Buffer.from(`2026-99-99 00:00:00+00|${newId()}`).toString('base64url')
    for (const cursor of ['x', forged, Buffer.from("2026-01-01 00:00:00+00|' or 1").toString('base64url')])
      expect(await here.ask('GET', `/conversations?cursor=${cursor}`)).toMatchObject({
        status: 422,
        json: { code: 'invalid_request' },
      })
  })

  test('is filtered and counted', async () => {
    const first = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const second = await here.hears(bruno, 'Bruno', 'Hallo', minutes(1))
    await here.hears(dana, 'Dana', 'Hey', minutes(2))
    await here.inside((tx) =>
      handOver(tx, { conversationId: second.conversationId, reason: 'asked_for_person', at: minutes(1) }),
    )
    await here.ask('POST', `/conversations/${first.conversationId}/take-over`)
    await here.ask('POST', `/conversations/${first.conversationId}/read`)
    await here.holds(first, 2)
    expect(await inbox()).toEqual(['Dana', 'Bruno', 'Ana'])
    expect(await inbox('filter=waiting')).toEqual(['Bruno'])
    expect(await inbox('filter=mine')).toEqual(['Ana'])
    expect(await inbox('filter=mine', { as: 'marta' })).toEqual([])
    expect(await inbox('filter=unassigned')).toEqual(['Dana', 'Bruno'])
    expect(await inbox('filter=unread')).toEqual(['Dana', 'Bruno'])
    expect(await inbox('filter=attention')).toEqual(['Ana'])
    const counts = { all: 3, waiting: 1, mine: 1, unassigned: 2, unread: 2, attention: 1 }
    expect(await here.get('/conversations/counts')).toEqual(counts)
    expect(await inbox(`contactId=${first.contactId}`)).toEqual(['Ana'])
    expect(await inbox(`senderId=${newId()}`)).toEqual([])
  })

  test.each([
    ['André', ['André']],
    ['andre', ['André']],
    ['+55 (11) 98765', ['André']],
    ['us.4f7q', ['Dana']],
    ['LATE check', ['Dana']],
    ['100%', ['André']],
    ['%', ['André']],
    ['_', []],
    ["'; drop table message; --", []],
    ['\\', []],
  ])('finds %s in names, addresses and messages', async (text, found) => {
    await here.hears(ana, 'André', 'Is it 100% vegan?', minutes(0))
    await here.hears(dana, 'Dana', 'A late check-out please', minutes(1))
    expect(await inbox(`search=${encodeURIComponent(text)}`)).toEqual(found)
  })

  test('of one organization is not that of another', async () => {
    const { conversationId, contactId } = await here.hears(ana, 'Ana', 'Hello', minutes(0))
    const stranger = { organization: newId() }
    expect(await inbox('', stranger)).toEqual([])
    expect(await inbox('search=Ana', stranger)).toEqual([])
    const paths = [
      `/conversations/${conversationId}`,
      `/conversations/${conversationId}/notes`,
      `/contacts/${contactId}`,
      `/contacts/${contactId}/timeline`,
    ]
    for (const path of paths)
      expect(await here.ask('GET', path, undefined, stranger)).toMatchObject({ status: 404 })
    expect(await here.ask('PATCH', `/contacts/${contactId}`, { givenName: 'Mine' }, stranger)).toMatchObject({
      status: 404,
    })
  })
})
