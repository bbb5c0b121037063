import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addSender } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { addToThread } from '#conversations/add-to-thread.ts'
import { findOrCreateConversation } from '#conversations/find-conversation.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { laneOf, pairSeconds, priorities } from './message.ts'
import { claimMessages } from './outbox-store.ts'
import { insertOutbound } from './send-store.ts'

// Meta: one person is written to every six seconds by one number. A campaign waits for that; a person's answer need not.

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
const at = new Date('2026-11-20T12:00:00Z')

async function threadWith(tx: Tx, number: string) {
  const address = `whatsapp:${number}`
  const { contactId } = await findOrCreateContact(tx, { address, at })
  const { conversation } = await findOrCreateConversation(tx, {
    contactId,
    contactAddress: address,
    ...sender,
    at,
  })
  return conversation
}

/** A message of a thread in the outbox; answers its id. */
async function queue(
  tx: Tx,
  { id, contactId }: { id: string; contactId: string },
  by: 'campaign' | 'member',
) {
  return await insertOutbound(tx, {
    conversationId: id,
    contactId,
    ...sender,
    position: await addToThread(tx, id, { preview: 'Hi', at }),
    kind: 'text',
    body: 'Hi',
    details: {},
    templateId: null,
    contentSid: null,
    variables: null,
    replacesId: null,
    allowedBy: 'window',
    consentId: null,
    quotedSid: null,
    sources: [],
    origin: by,
    authorId: null,
    agentId: null,
    status: 'queued',
    statusReason: null,
    lane: laneOf(sender.senderId),
    priority: priorities[by],
    holderEpoch: null,
    answersPosition: null,
    createdAt: at,
  })
}

/** As if Twilio had taken a message so many seconds ago. */
const accepted = (tx: Tx, id: string, secondsAgo: number) =>
  sql`update message set status = 'sent', lease_until = null, provider_sid = ${`SM${id}`},
    updated_at = now() - ${secondsAgo} * interval '1 s' where id = ${id}`.execute(tx.db)

const claim = (tx: Tx) => claimMessages(tx, [{ lane: laneOf(sender.senderId), room: 10 }])
const claimedIds = async () => (await inside(claim)).map(({ id }) => id)

test('a campaign’s second message to one person waits six seconds, to another it does not', async () => {
  const { first, second, other } = await inside(async (tx) => {
    const [ana, ben] = [await threadWith(tx, '+4915110000001'), await threadWith(tx, '+4915110000002')]
    return {
      first: await queue(tx, ana, 'campaign'),
      second: await queue(tx, ana, 'campaign'),
      other: await queue(tx, ben, 'campaign'),
    }
  })
  expect(new Set(await claimedIds())).toEqual(new Set([first, other]))
  await inside((tx) => accepted(tx, first, pairSeconds - 2))
  expect(await claimedIds()).toEqual([])
  await inside((tx) => accepted(tx, first, pairSeconds + 1))
  expect(await claimedIds()).toEqual([second])
})

test('it waits for what a person has just sent, too', async () => {
  const { answer, touch } = await inside(async (tx) => {
    const ana = await threadWith(tx, '+4915110000003')
    return { answer: await queue(tx, ana, 'member'), touch: await queue(tx, ana, 'campaign') }
  })
  expect(await claimedIds()).toEqual([answer])
  await inside((tx) => accepted(tx, answer, 1))
  expect(await claimedIds()).toEqual([])
  await inside((tx) => accepted(tx, answer, pairSeconds + 1))
  expect(await claimedIds()).toEqual([touch])
})

test('a person’s answer goes out right after what a campaign said', async () => {
  const { touch, answer } = await inside(async (tx) => {
    const ana = await threadWith(tx, '+4915110000004')
    return { touch: await queue(tx, ana, 'campaign'), answer: await queue(tx, ana, 'member') }
  })
  expect(await claimedIds()).toEqual([touch])
  await inside((tx) => accepted(tx, touch, 0))
  expect(await claimedIds()).toEqual([answer])
})
