import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addSender } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { addToThread } from './add-to-thread.ts'
import { findConversation, findOrCreateConversation } from './find-conversation.ts'
import type { InboundEntry } from './fold-inbound.ts'
import { takeInbound } from './take-inbound.ts'

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
const hello: InboundEntry = { sid: 'SM1', contactAddress: address, preview: 'Hello', at: noon, late: false }

/** Ana writes; answers the position of her message. */
async function hear(tx: Tx, entry: InboundEntry): Promise<number> {
  const { contactId } = await findOrCreateContact(tx, { address, profileName: 'Ana', at: entry.at })
  const [place] = await takeInbound(tx, [{ ...entry, contactId, ...sender }])
  return place!.position
}

test('50 first messages at once make one contact, one conversation, and positions without gaps', async () => {
  const positions = await Promise.all(Array.from({ length: 50 }, () => inside((tx) => hear(tx, hello))))
  expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  const rows = await inside((tx) =>
    tx.db.selectFrom('conversation').select(['unreadCount', 'lastPosition']).execute(),
  )
  expect(rows).toEqual([{ unreadCount: 50, lastPosition: 50 }])
})

test('a position is given back when its message is not written', async () => {
  const { conversation } = await inside((tx) => open(tx))
  const undone = inside(async (tx) => {
    await hear(tx, hello)
    throw new Error('the message was refused')
  })
  await expect(undone).rejects.toThrow('refused')
  expect(await inside((tx) => addToThread(tx, conversation.id, { preview: 'Hi', at: noon }))).toBe(1)
  expect(await inside((tx) => hear(tx, hello))).toBe(2)
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
  type Said = InboundEntry | { answer: string | null; at: Date }
  const shown = async (said: Said[]) => {
    const { conversation } = await inside((tx) => open(tx))
    for (const one of said)
      await inside((tx) =>
        'answer' in one
          ? addToThread(tx, conversation.id, { preview: one.answer, at: one.at })
          : hear(tx, one),
      )
    return await inside((tx) =>
      tx.db
        .selectFrom('conversation')
        .select(['lastMessageAt', 'lastMessagePreview', 'lastMessageDirection', 'unreadCount'])
        .executeTakeFirstOrThrow(),
    )
  }
  test('is its youngest message', async () => {
    expect(await shown([hello, { answer: 'Good\nday', at: minutes(1) }])).toEqual({
      lastMessageAt: minutes(1),
      lastMessagePreview: 'Good day',
      lastMessageDirection: 'out',
      unreadCount: 1,
    })
  })
  test('is not an older message that was found late, though that one is unread', async () => {
    const late = { ...hello, preview: 'Earlier', at: minutes(-30), late: true }
    expect(await shown([hello, late])).toMatchObject({
      lastMessageAt: noon,
      lastMessagePreview: 'Hello',
      unreadCount: 2,
    })
  })
  test('is a message found late when there is none younger', async () => {
    const late = { ...hello, preview: 'Later', at: minutes(3), late: true }
    expect(await shown([hello, late])).toMatchObject({
      lastMessageAt: minutes(3),
      lastMessagePreview: 'Later',
    })
  })
  test('never goes back in time when two clocks differ a little', async () => {
    const behind = { ...hello, preview: 'Second', at: minutes(-0.01) }
    expect(await shown([hello, behind])).toMatchObject({ lastMessageAt: noon, lastMessagePreview: 'Second' })
  })
  test('does not change for a draft', async () => {
    expect(await shown([hello, { answer: null, at: minutes(1) }])).toMatchObject({
      lastMessageAt: noon,
      lastMessagePreview: 'Hello',
    })
  })
})

test('the window and the address to answer follow the youngest inbound message', async () => {
  const { conversation } = await inside((tx) => open(tx))
  await inside((tx) => hear(tx, { ...hello, sid: 'SM2', contactAddress: 'whatsapp:BR.abc', at: minutes(2) }))
  await inside((tx) => hear(tx, { ...hello, at: minutes(1) }))
  expect(await inside((tx) => findConversation(tx, conversation.id))).toMatchObject({
    lastInboundAt: minutes(2),
    lastInboundSid: 'SM2',
    contactAddress: 'whatsapp:BR.abc',
  })
})
