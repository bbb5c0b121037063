import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addSender } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { addToThread, noteInbound, type ThreadEntry } from './add-to-thread.ts'
import { findConversation, findOrCreateConversation } from './find-conversation.ts'

const noon = new Date('2026-03-02T12:00:00.000Z')
const minutes = (n: number) => new Date(noon.getTime() + n * 60_000)
const address = 'whatsapp:+5511987654321'
let fresh: FreshDatabase
let organizationId: string
let sender: { senderId: string; connectorId: string }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(async () => {
  organizationId = newId()
  sender = await inside((tx) => addSender(tx, 'whatsapp:+12025550101'))
})

const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)

async function open(tx: Tx, at = noon) {
  const { contactId } = await findOrCreateContact(tx, { address, profileName: 'Ana', at })
  return await findOrCreateConversation(tx, { contactId, contactAddress: address, ...sender, at })
}
const hello: ThreadEntry = { direction: 'in', preview: 'Hello', at: noon, countsUnread: true }

test('50 first messages at once make one contact, one conversation, and positions without gaps', async () => {
  const positions = await Promise.all(
    Array.from({ length: 50 }, () =>
      inside(async (tx) => {
        const { conversation } = await open(tx)
        return await addToThread(tx, conversation.id, hello)
      }),
    ),
  )
  expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  const rows = await inside((tx) =>
    tx.db.selectFrom('conversation').select(['unreadCount', 'lastPosition']).execute(),
  )
  expect(rows).toEqual([{ unreadCount: 50, lastPosition: 50 }])
})

test('a position is given back when its message is not written', async () => {
  const { conversation } = await inside((tx) => open(tx))
  const undone = inside(async (tx) => {
    await addToThread(tx, conversation.id, hello)
    throw new Error('the message was refused')
  })
  await expect(undone).rejects.toThrow('refused')
  expect(await inside((tx) => addToThread(tx, conversation.id, hello))).toBe(1)
})

test('a sender that moved to another connector takes its threads with it', async () => {
  const first = await inside((tx) => open(tx))
  const other = await inside((tx) => addSender(tx, 'whatsapp:+12025550199'))
  sender = { ...sender, connectorId: other.connectorId }
  const again = await inside((tx) => open(tx))
  expect(again).toMatchObject({
    created: false,
    conversation: { id: first.conversation.id, connectorId: other.connectorId },
  })
})

describe('what the inbox shows of a thread', () => {
  const shown = async (entries: ThreadEntry[]) => {
    const { conversation } = await inside((tx) => open(tx))
    for (const entry of entries) await inside((tx) => addToThread(tx, conversation.id, entry))
    return await inside((tx) =>
      tx.db
        .selectFrom('conversation')
        .select(['lastMessageAt', 'lastMessagePreview', 'lastMessageDirection', 'unreadCount'])
        .executeTakeFirstOrThrow(),
    )
  }
  test('is its youngest message', async () => {
    const reply: ThreadEntry = { direction: 'out', preview: 'Good\nday', at: minutes(1), countsUnread: false }
    expect(await shown([hello, reply])).toEqual({
      lastMessageAt: minutes(1),
      lastMessagePreview: 'Good day',
      lastMessageDirection: 'out',
      unreadCount: 1,
    })
  })
  test('is not an older message that was found late, though that one is unread', async () => {
    const late: ThreadEntry = { ...hello, preview: 'Earlier', at: minutes(-30), late: true }
    expect(await shown([hello, late])).toMatchObject({
      lastMessageAt: noon,
      lastMessagePreview: 'Hello',
      unreadCount: 2,
    })
  })
  test('is a message found late when there is none younger', async () => {
    const late: ThreadEntry = { ...hello, preview: 'Later', at: minutes(3), late: true }
    expect(await shown([hello, late])).toMatchObject({
      lastMessageAt: minutes(3),
      lastMessagePreview: 'Later',
    })
  })
  test('never goes back in time when two clocks differ a little', async () => {
    const behind: ThreadEntry = { ...hello, preview: 'Second', at: minutes(-0.01) }
    expect(await shown([hello, behind])).toMatchObject({ lastMessageAt: noon, lastMessagePreview: 'Second' })
  })
  test('does not change for a draft', async () => {
    const draft: ThreadEntry = { direction: 'out', preview: null, at: minutes(1), countsUnread: false }
    expect(await shown([hello, draft])).toMatchObject({ lastMessageAt: noon, lastMessagePreview: 'Hello' })
  })
})

test('the window and the address to answer follow the youngest inbound message', async () => {
  const { conversation } = await inside((tx) => open(tx))
  const hear = (sid: string, contactAddress: string, at: Date) =>
    inside((tx) => noteInbound(tx, conversation.id, { sid, contactAddress, at }))
  await hear('SM2', 'whatsapp:BR.abc', minutes(2))
  await hear('SM1', address, minutes(1))
  expect(await inside((tx) => findConversation(tx, conversation.id))).toMatchObject({
    lastInboundAt: minutes(2),
    lastInboundSid: 'SM2',
    contactAddress: 'whatsapp:BR.abc',
  })
})
