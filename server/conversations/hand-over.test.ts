import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender, asOwner } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { updateContact } from '#contacts/update-contact.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { isRefusal } from '#platform/refusal.ts'
import { assignConversation } from './assign-conversation.ts'
import { endWaiting } from './end-waiting.ts'
import { findConversation, findOrCreateConversation, relyOnConversation } from './find-conversation.ts'
import { handBack } from './hand-back.ts'
import { handOver } from './hand-over.ts'
import { markRead } from './mark-read.ts'
import { releaseAbsent } from './release-absent.ts'
import { takeOver } from './take-over.ts'
import { writeNote } from './write-note.ts'

const at = new Date('2026-03-02T12:00:00.000Z')
let fresh: FreshDatabase
let organizationId: string
let members: Record<'marta' | 'nils' | 'vera', string>
let contactId: string
let conversationId: string
const queue = 'test.handed-over'

beforeAll(async () => {
  fresh = await freshDatabase({ subscriptions: { 'conversation.handed_over': [queue] } })
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(async () => {
  const added = await addOrganization(fresh.url, { marta: 'owner', nils: 'member', vera: 'viewer' })
  organizationId = added.organizationId
  members = added.members
  await inside(async (tx) => {
    const address = 'whatsapp:+5511987654321'
    const sender = await addSender(tx, 'whatsapp:+12025550101')
    contactId = (await findOrCreateContact(tx, { address, at })).contactId
    const opening = { contactId, contactAddress: address, ...sender, at }
    conversationId = (await findOrCreateConversation(tx, opening)).conversation.id
  })
})

const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
const now = () => inside((tx) => findConversation(tx, conversationId))
const takes = (member: 'marta' | 'nils') =>
  inside((tx) => takeOver(tx, { conversationId, memberId: members[member], at }))
const handsOver = (reason: Parameters<typeof handOver>[1]['reason'], epoch?: number) =>
  inside((tx) => handOver(tx, { conversationId, reason, at, ...(epoch === undefined ? {} : { epoch }) }))
const by = (member: 'marta' | 'nils') => ({ kind: 'member' as const, id: members[member] })
const notifications = () =>
  inside((tx) =>
    tx.db
      .selectFrom('notification')
      .select(['memberId', 'kind', 'count', 'facts'])
      .where('readAt', 'is', null)
      .orderBy('memberId')
      .execute(),
  )
const activities = () =>
  inside(async (tx) =>
    (await tx.db.selectFrom('activity').select('kind').orderBy('id').execute())
      .map((row) => row.kind)
      .slice(1),
  )

/** Resolves when a transaction of this database waits for a lock. */
const someoneWaits = () =>
  asOwner(fresh.url, async (client) => {
    const look = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await client.query(look)).rowCount === 0) continue
  })
const jobs = () =>
  asOwner(fresh.url, async (client) => {
    const { rows } = await client.query<{ data: unknown }>(
      `select data from pgboss.job where name = $1 and data ->> 'organizationId' = $2`,
      [queue, organizationId],
    )
    return rows.map((row) => row.data)
  })

test('a conversation begins with the agent', async () => {
  expect(await now()).toMatchObject({ holder: 'agent', holderId: null, epoch: 0, waitingReason: null })
})

test('taking over and handing back raise the epoch and are on the record', async () => {
  expect(await takes('nils')).toMatchObject({
    holder: 'member',
    holderId: members.nils,
    epoch: 1,
    assignedTo: members.nils,
  })
  expect(await takes('nils')).toMatchObject({ epoch: 1 })
  expect(await takes('marta')).toMatchObject({ holderId: members.marta, epoch: 2, assignedTo: members.nils })
  const back = await inside((tx) => handBack(tx, { conversationId, actor: by('marta'), at }))
  expect(back).toMatchObject({ holder: 'agent', holderId: null, epoch: 3 })
  expect(await now()).toMatchObject({ holder: 'agent', epoch: 3 })
  expect(await activities()).toEqual(['taken_over', 'taken_over', 'handed_back'])
})

test('20 members who take over at once take turns: each raises the epoch once', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      inside((tx) => takeOver(tx, { conversationId, memberId: `m${n}`, at })),
    ),
  )
  const epochs = all.map((each) => (isRefusal(each) ? -1 : each.epoch)).sort((a, b) => a - b)
  expect(epochs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
})

test('who relies on a conversation holds off a take-over until they are done', async () => {
  const [relied, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const order: string[] = []
  const sending = inside(async (tx) => {
    expect((await relyOnConversation(tx, conversationId))?.epoch).toBe(0)
    relied.resolve()
    await finish.promise
    order.push('sent')
  })
  await relied.promise
  const taking = takes('nils').then(() => order.push('taken over'))
  // Others may rely on it meanwhile.
  expect((await inside((tx) => relyOnConversation(tx, conversationId)))?.epoch).toBe(0)
  await someoneWaits()
  finish.resolve()
  await Promise.all([sending, taking])
  expect(order).toEqual(['sent', 'taken over'])
})

describe('an agent that asks for a person', () => {
  test('falls silent; everybody who may answer is told, and news goes out', async () => {
    expect(await handsOver('asked_for_person', 0)).toMatchObject({ holder: 'nobody', epoch: 1 })
    const told = await notifications()
    expect(told.map((each) => each.memberId)).toEqual([members.marta, members.nils].sort())
    expect(told[0]).toMatchObject({ kind: 'hand_over', count: 1, facts: { reason: 'asked_for_person' } })
    expect(await activities()).toEqual(['handed_over'])
    expect(await jobs()).toEqual([
      { organizationId, facts: { conversationId, contactId, reason: 'asked_for_person' } },
    ])
  })
  test('tells the owner of the contact alone, if there is one', async () => {
    const change = { ownerId: members.nils }
    await inside((tx) => updateContact(tx, { contactId, change, by: by('marta'), at }))
    await handsOver('no_knowledge')
    expect((await notifications()).map((each) => each.memberId)).toEqual([members.nils])
    expect(await activities()).toEqual(['owner_changed', 'handed_over'])
  })
  test('tells the assigned member when the contact has no owner', async () => {
    await inside((tx) =>
      assignConversation(tx, { conversationId, memberId: members.marta, by: by('marta'), at }),
    )
    await handsOver('no_knowledge')
    expect((await notifications()).map((each) => each.memberId)).toEqual([members.marta])
  })
  test('is too late when somebody took over meanwhile', async () => {
    await takes('nils')
    expect(await handsOver('agent_failed', 0)).toBeUndefined()
    expect(await handsOver('agent_failed')).toBeUndefined()
    expect(await now()).toMatchObject({ holder: 'member', waitingReason: null, epoch: 1 })
    expect(await notifications()).toEqual([])
  })
})

describe('nobody who could answer', () => {
  test('leaves the conversation to the agent, and counts the messages in one notification', async () => {
    await handsOver('no_agent')
    expect(await handsOver('no_agent')).toMatchObject({
      holder: 'agent',
      epoch: 0,
      waitingReason: 'no_agent',
    })
    const [first] = await notifications()
    expect(first).toMatchObject({ kind: 'nobody_answers', count: 2 })
    expect(await activities()).toEqual([])
  })
  test('ends when a person answers', async () => {
    await handsOver('no_agent')
    await inside((tx) => endWaiting(tx, conversationId))
    expect(await now()).toMatchObject({ holder: 'agent', waitingReason: null, waitingSince: null, epoch: 0 })
  })
})

describe('assigning', () => {
  const assign = (memberId: string | null, who: 'marta' | 'nils') =>
    inside((tx) => assignConversation(tx, { conversationId, memberId, by: by(who), at }))
  test('tells the other member, and leaves the holder', async () => {
    expect(await assign(members.nils, 'marta')).toMatchObject({
      assignedTo: members.nils,
      holder: 'agent',
      epoch: 0,
    })
    expect(await notifications()).toMatchObject([{ memberId: members.nils, kind: 'assigned' }])
    expect(await assign(null, 'nils')).toMatchObject({ assignedTo: null })
    expect(await activities()).toEqual(['assigned', 'assigned'])
  })
  test('to oneself tells nobody', async () => {
    await assign(members.nils, 'nils')
    expect(await notifications()).toEqual([])
  })
  test('to a viewer or a stranger is refused', async () => {
    expect(await assign(members.vera, 'nils')).toMatchObject({ refused: 'invalid_request' })
    expect(await assign(newId(), 'nils')).toMatchObject({ refused: 'invalid_request' })
  })
})

test('reading the thread reads the notifications of it, of this member only', async () => {
  await handsOver('asked_for_person')
  await inside((tx) => markRead(tx, { conversationId, memberId: members.nils }))
  expect((await notifications()).map((each) => each.memberId)).toEqual([members.marta])
})

test('a note is on the record', async () => {
  const note = await inside((tx) =>
    writeNote(tx, { conversationId, authorId: members.nils, body: 'Likes\nroom 12', at }),
  )
  expect(note).toMatchObject({ body: 'Likes\nroom 12', authorId: members.nils })
  expect(await activities()).toEqual(['noted'])
})

test('a conversation of a stranger is not found', async () => {
  const stranger = newId()
  const answers = await Promise.all([
    fresh.db.withOrganization(stranger, (tx) => takeOver(tx, { conversationId, memberId: members.nils, at })),
    fresh.db.withOrganization(stranger, (tx) => handBack(tx, { conversationId, actor: by('nils'), at })),
    fresh.db.withOrganization(stranger, (tx) => markRead(tx, { conversationId, memberId: members.nils })),
    fresh.db.withOrganization(stranger, (tx) =>
      writeNote(tx, { conversationId, authorId: 'm', body: 'x', at }),
    ),
    fresh.db.withOrganization(stranger, (tx) =>
      assignConversation(tx, { conversationId, memberId: null, by: by('nils'), at }),
    ),
  ])
  for (const answer of answers) expect(answer).toMatchObject({ refused: 'not_found' })
})

describe('what a member held who is gone', () => {
  const remove = (member: 'nils') =>
    asOwner(fresh.url, (client) => client.query('delete from auth.member where id = $1', [members[member]]))
  const release = () => inside((tx) => releaseAbsent(tx, at))
  const lastWord = (direction: 'in' | 'out') =>
    inside((tx) =>
      tx.db
        .updateTable('conversation')
        .set({ lastMessageDirection: direction })
        .where('organizationId', '=', organizationId)
        .execute(),
    )

  test('goes back to the agent, and is looked after by nobody in particular', async () => {
    await takes('nils')
    await inside((tx) =>
      assignConversation(tx, { conversationId, memberId: members.nils, by: by('marta'), at }),
    )
    await lastWord('out')
    expect(await release()).toBe(0)
    await remove('nils')
    expect(await release()).toBe(1)
    expect(await now()).toMatchObject({ holder: 'agent', assignedTo: null, waitingReason: null })
    expect(await release()).toBe(0)
  })

  test('waits for a person where the contact had the last word', async () => {
    await takes('nils')
    await lastWord('in')
    await remove('nils')
    await release()
    expect(await now()).toMatchObject({ holder: 'nobody', waitingReason: 'asked_for_person' })
  })

  test('stays with whoever is still there', async () => {
    await takes('marta')
    await remove('nils')
    expect(await release()).toBe(0)
    expect(await now()).toMatchObject({ holder: 'member', holderId: members.marta })
  })
})
