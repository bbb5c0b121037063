import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { fixedClock } from '#platform/clock.ts'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { resendMessage } from './decide-message.ts'
import { closePermit, givePermit, renewPermit } from './permit.ts'
import { replaceWithTemplate } from './replace-with-template.ts'
import { sendMany } from './send-many.ts'

// A campaign's text that came too late, and the template behind it.

const clock = fixedClock(new Date('2026-03-02T12:00:00.000Z'))
let fresh: Awaited<ReturnType<typeof freshDatabase>>
let organizationId: string
let inside: <T>(act: (tx: Tx) => Promise<T>) => Promise<T>
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ organizationId } = await addOrganization(fresh.url, {}))
  inside = (act) => fresh.db.withOrganization(organizationId, act)
})

/** A message of a campaign, sent as a text while the window was open, that WhatsApp found too late. */
async function missed() {
  const at = clock.now()
  const sender = await inside((tx) => addSender(tx, `whatsapp:+1${String(Math.random()).slice(2, 12)}`))
  return await inside(async (tx) => {
    const templateId = newId()
    const template = {
      organizationId,
      id: templateId,
      connectorId: sender.connectorId,
      twilioSid: `HX${'1'.repeat(32)}`,
    }
    await tx.db
      .insertInto('template')
      .values({
        ...template,
        name: 'a',
        language: 'en',
        contentType: 'twilio/text',
        content: json({ body: 'A template' }),
        category: 'UTILITY',
        status: 'approved',
        syncedAt: at,
        updatedAt: at,
      })
      .execute()
    const address = 'whatsapp:+4915112345678'
    const { contactId } = await findOrCreateContact(tx, { address, at })
    const permitId = await givePermit(tx)
    const draft = {
      contactId,
      contactAddress: address,
      ...sender,
      body: 'A text',
      agentId: null,
      template: { templateId, variables: {} },
      permit: { id: permitId, epoch: 0 },
      quiet: null,
      byService: false,
    }
    await tx.db
      .insertInto('conversation')
      .values({
        organizationId,
        id: newId(),
        contactId,
        contactAddress: address,
        ...sender,
        lastInboundAt: at,
        lastMessageAt: at,
      })
      .execute()
    const [sent] = await sendMany(tx, [draft], clock)
    if (!sent || 'refused' in sent) throw new Error(sent?.refused)
    await tx.db
      .updateTable('message')
      .set({ status: 'undelivered', errorCode: 63016 })
      .where('organizationId', '=', organizationId)
      .where('id', '=', sent.messageId)
      .execute()
    return { ...sent, permitId }
  })
}
const row = (id: string) =>
  inside((tx) =>
    tx.db
      .selectFrom('message')
      .select(['kind', 'origin', 'priority', 'permitId', 'status', 'statusReason'])
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  )

test('it stays the campaign’s: its permit, its place behind the persons', async () => {
  const { messageId, permitId } = await missed()
  await inside((tx) => closePermit(tx, permitId))
  const sent = await inside((tx) => replaceWithTemplate(tx, messageId, clock))
  expect((await row(messageId)).statusReason).toBe('replaced_by_template')
  expect(await inside((tx) => resendMessage(tx, messageId, clock))).toMatchObject({
    refused: 'replaced_by_template',
  })
  expect(await row((sent as { id: string }).id)).toMatchObject({
    kind: 'template',
    origin: 'campaign',
    priority: 30,
    permitId,
  })
})

test('it does not go out once the campaign says something else, and the message tells why', async () => {
  const { messageId, permitId } = await missed()
  await inside((tx) => renewPermit(tx, permitId))
  expect(await inside((tx) => replaceWithTemplate(tx, messageId, clock))).toMatchObject({
    refused: 'campaign_changed',
  })
  expect((await row(messageId)).statusReason).toBe('campaign_changed')
})

test('it does not go out when the contact wrote meanwhile', async () => {
  const { messageId, conversationId } = await missed()
  await inside(async (tx) => {
    const {
      organizationId: _,
      id: __,
      ...thread
    } = await tx.db
      .selectFrom('message')
      .select(['organizationId', 'id', 'contactId', 'senderId', 'connectorId'])
      .where('organizationId', '=', organizationId)
      .where('id', '=', messageId)
      .executeTakeFirstOrThrow()
    await tx.db
      .insertInto('message')
      .values({
        organizationId,
        id: newId(),
        conversationId,
        ...thread,
        position: 9,
        direction: 'in',
        kind: 'text',
        origin: 'contact',
        status: 'received',
        createdAt: clock.now(),
      })
      .execute()
  })
  expect(await inside((tx) => replaceWithTemplate(tx, messageId, clock))).toMatchObject({
    refused: 'contact_wrote_since',
  })
})
