import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchCampaign, createCampaign } from '../server/campaigns/steer-campaign.ts'
import { recordOptOut } from '../server/contacts/record-opt-out.ts'
import { markDispatching } from '../server/messages/mark-dispatching.ts'
import { laneOf } from '../server/messages/message.ts'
import { claimMessages, type Claimed, lanesToServe } from '../server/messages/outbox-store.ts'
import { closePermit, givePermit } from '../server/messages/permit.ts'
import { sendMany } from '../server/messages/send-many.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { type Tx } from '../server/platform/db.ts'
import { newId } from '../server/platform/ids.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { addOrganization, addSender } from './rows.ts'

// Who stops wins: what was not marked when a STOP or a pause was committed is never marked after it.

const clock = fixedClock(new Date('2026-03-02T12:00:00.000Z'))
const at = clock.now()
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())

let numbers = 0
const nextNumber = () => `whatsapp:+1202${String(5_550_000 + (numbers += 1))}`

/** An organization whose sender has a message for each of so many people claimed, under one permit. */
async function claimed(people: number) {
  const { organizationId } = await addOrganization(fresh.url, {})
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const address = nextNumber()
  const sender = await inside((tx) => addSender(tx, address))
  const permitId = await inside(givePermit)
  await inside(async (tx) => {
    const contacts = Array.from({ length: people }, () => ({ id: newId(), address: nextNumber() }))
    await tx.db
      .insertInto('contact')
      .values(contacts.map(({ id }) => ({ organizationId, id, name: 'Person', createdAt: at })))
      .execute()
    await tx.db
      .insertInto('contactIdentity')
      .values(
        contacts.map((one) => ({
          organizationId,
          address: one.address,
          contactId: one.id,
          kind: 'phone' as const,
        })),
      )
      .execute()
    await tx.db
      .insertInto('conversation')
      .values(
        contacts.map((one) => ({
          organizationId,
          id: newId(),
          contactId: one.id,
          contactAddress: one.address,
          ...sender,
          lastInboundAt: at,
          lastMessageAt: at,
        })),
      )
      .execute()
    const permit = { id: permitId, epoch: 0 }
    const rest = {
      ...sender,
      body: 'Hello',
      template: null,
      agentId: null,
      permit,
      quiet: null,
      byService: false,
    }
    await sendMany(
      tx,
      contacts.map((one) => ({ contactId: one.id, contactAddress: one.address, ...rest })),
      clock,
    )
  })
  const messages = await inside(async (tx) => {
    await lanesToServe(tx, newId())
    return await claimMessages(tx, [{ lane: laneOf(sender.senderId), room: people }])
  })
  expect(messages.length).toBe(people)
  return { organizationId, inside, address, sender, permitId, messages }
}

const attempts = (inside: Awaited<ReturnType<typeof claimed>>['inside'], messageIds: readonly string[]) =>
  inside(async (tx) => {
    const rows = await tx.db
      .selectFrom('attempt')
      .select('messageId')
      .where('organizationId', '=', tx.organizationId)
      .where('messageId', 'in', [...messageIds])
      .execute()
    return rows.length
  })

const aMoment = (most: number) => new Promise((done) => setTimeout(done, Math.random() * most))

test('a STOP against the sending of a message, 500 times: nothing is sent after the STOP is committed', async () => {
  const { inside, address, messages } = await claimed(500)
  let sent = 0
  const race = async (message: Claimed) => {
    const marking = aMoment(3).then(() => inside((tx) => markDispatching(tx, [message], clock)))
    await aMoment(3)
    await inside(async (tx) => {
      const contactId = await contactOf(tx, message.id)
      await recordOptOut(tx, { contactId, senderAddress: address, source: 'word', wording: 'STOP', at })
    })
    const before = await attempts(inside, [message.id])
    await marking
    expect(await attempts(inside, [message.id])).toBe(before)
    sent += before
  }
  for (let from = 0; from < messages.length; from += 5)
    await Promise.all(messages.slice(from, from + 5).map(race))
  // Both came first often enough for this to be a race.
  expect(sent).toBeGreaterThan(20)
  expect(sent).toBeLessThan(480)
}, 120_000)

async function contactOf(tx: Tx, messageId: string): Promise<string> {
  const row = await tx.db
    .selectFrom('message')
    .select('contactId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  return row.contactId
}

test('a pause against dispatching, 30 times: what was not marked when it was committed is not marked after it', async () => {
  let stopped = 0
  for (let n = 0; n < 30; n += 1) {
    const { inside, permitId, messages } = await claimed(40)
    const ids = messages.map(({ id }) => id)
    const marking = Promise.all(
      [0, 10, 20, 30].map(async (from) => {
        await aMoment(12)
        return await inside((tx) => markDispatching(tx, messages.slice(from, from + 10), clock))
      }),
    )
    await aMoment(12)
    await inside((tx) => closePermit(tx, permitId))
    const before = await attempts(inside, ids)
    await marking
    expect(await attempts(inside, ids)).toBe(before)
    stopped += 40 - before
  }
  expect(stopped).toBeGreaterThan(100)
  expect(stopped).toBeLessThan(1100)
}, 120_000)

test('of twenty who launch a campaign at once one does, under one permit', async () => {
  const { organizationId, inside, sender } = await claimed(1)
  const plan = {
    name: 'Spring',
    kind: 'one_shot' as const,
    goal: '',
    connectorId: sender.connectorId,
    senderIds: [sender.senderId],
    throughService: false,
    agentId: null,
    audience: { all: [] },
    audienceIsLive: false,
    steps: [{ text: 'Hello', waitSeconds: 0, templateId: null, variables: {} }],
    approval: 'none' as const,
    approvalFirst: 20,
    startsAt: null,
    quietFrom: null,
    quietUntil: null,
    endsAfterDays: null,
  }
  const by = { memberId: null, at }
  const made = await inside((tx) => createCampaign(tx, plan, by))
  if (isRefusal(made)) throw new Error(made.refused)
  const permits = () =>
    inside(
      async (tx) =>
        (await tx.db.selectFrom('permit').select('id').where('organizationId', '=', organizationId).execute())
          .length,
    )
  const before = await permits()
  const launches = await Promise.all(
    Array.from({ length: 20 }, () => inside((tx) => launchCampaign(tx, made.id, by))),
  )
  expect(launches.filter((refused) => refused === null).length).toBe(1)
  expect((await permits()) - before).toBe(1)
})
