import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../contract/permissions.ts'
import { mergeWhole } from '../server/app/merge-contacts.ts'
import { launchCampaign, createCampaign } from '../server/campaigns/steer-campaign.ts'
import { findOrCreateContacts } from '../server/contacts/find-or-create-contacts.ts'
import { recordOptOut } from '../server/contacts/record-opt-out.ts'
import { takeInbound } from '../server/conversations/take-inbound.ts'
import { insertInboundMessages } from '../server/messages/inbound-store.ts'
import { markDispatching } from '../server/messages/mark-dispatching.ts'
import { laneOf } from '../server/messages/message.ts'
import { claimMessages, type Claimed, lanesToServe } from '../server/messages/outbox-store.ts'
import { closePermit, givePermit } from '../server/messages/permit.ts'
import { sendMany } from '../server/messages/send-many.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { type Tx } from '../server/platform/db.ts'
import { newId } from '../server/platform/ids.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { considerReplies } from '../server/replies/consider-replies.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { until } from './hub.ts'
import { addOrganization, addSender, asOwner } from './rows.ts'

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
async function claimed(people: number, members: Readonly<Record<string, Role>> = {}) {
  const { organizationId } = await addOrganization(fresh.url, members)
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
})

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
})

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

const system = { kind: 'system' as const, id: null }
const merging = (tx: Tx, keptId: string, otherId: string) =>
  mergeWhole(tx, { merge: { keptId, otherId }, choice: { parts: [], fields: [] }, by: system, at })

/** Somebody waits for a lock on something that is no row. */
const somebodyWaits = () =>
  until(
    () =>
      asOwner(fresh.url, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`,
        )
        return rows[0]!.count
      }),
    (count) => count > 0,
  )

/** A message of this person, on its way into their thread. */
const inboundFrom = (
  address: string,
  contactId: string,
  sender: { senderId: string; connectorId: string },
) => ({
  ...sender,
  contactId,
  contactAddress: address,
  sid: `SM${newId()}`,
  preview: 'Hello again',
  at,
  late: false,
})

test('a message that has found its contact keeps a merge waiting until it stands in the thread', async () => {
  const { inside, sender, messages } = await claimed(2)
  const [kept, other] = [messages[0]!, messages[1]!]
  let merge: Promise<unknown> = Promise.resolve()
  const position = await inside(async (tx) => {
    const [contactId] = await findOrCreateContacts(tx, [{ address: other.to, at }])
    expect(contactId).toBe(other.contactId)
    merge = inside((mine) => merging(mine, kept.contactId, other.contactId))
    await somebodyWaits()
    const [place] = await takeInbound(tx, [inboundFrom(other.to, contactId!, sender)])
    return place
  })
  expect(position).toEqual({ conversationId: other.conversationId, position: 2 })
  expect(await merge).toBeUndefined()
})

test('a message that comes during a merge finds the contact that is left', async () => {
  const { inside, sender, messages } = await claimed(2)
  const [kept, other] = [messages[0]!, messages[1]!]
  let arriving: Promise<unknown> = Promise.resolve()
  await inside(async (tx) => {
    expect(await merging(tx, kept.contactId, other.contactId)).toBeUndefined()
    arriving = inside(async (mine) => {
      const [contactId] = await findOrCreateContacts(mine, [{ address: other.to, at }])
      const [place] = await takeInbound(mine, [inboundFrom(other.to, contactId!, sender)])
      return { contactId, ...place }
    })
    await somebodyWaits()
  })
  expect(await arriving).toEqual({
    contactId: kept.contactId,
    conversationId: kept.conversationId,
    position: 3,
  })
})

test('whoever is told of a message while its contact is merged is led to the contact that is left', async () => {
  const { organizationId, inside, sender, messages } = await claimed(2, { Alda: 'owner' })
  const [kept, other] = [messages[0]!, messages[1]!]
  const { contactId, to } = other
  const heard = inboundFrom(to, contactId, sender)
  const messageId = newId()
  await inside(async (tx) => {
    const [place] = await takeInbound(tx, [heard])
    const { sid: providerSid, preview: body } = heard
    const said = { id: messageId, providerSid, body, kind: 'text' as const, details: {}, quotedSid: null }
    await insertInboundMessages(tx, [{ ...sender, ...place!, ...said, contactId, late: false, at }])
  })
  // Who waits already is told again without a lock of the thread.
  await inside((tx) => considerReplies(tx, [messageId], clock))
  let merge: Promise<unknown> = Promise.resolve()
  await inside(async (tx) => {
    await considerReplies(tx, [messageId], clock)
    merge = inside((mine) => merging(mine, kept.contactId, contactId))
    await somebodyWaits()
  })
  expect(await merge).toBeUndefined()
  const told = await asOwner(fresh.url, async (client) => {
    const { rows } = await client.query<{ contactId: string; conversationId: string }>(
      `select distinct contact_id as "contactId", conversation_id as "conversationId" from notification where organization_id = $1`,
      [organizationId],
    )
    return rows
  })
  expect(told).toEqual([{ contactId: kept.contactId, conversationId: kept.conversationId }])
})

test('merges against dispatching, 30 times: nobody waits for the other crosswise, and nothing is marked twice', async () => {
  let marked = 0
  for (let n = 0; n < 30; n += 1) {
    const { inside, messages } = await claimed(20)
    const marking = Promise.all(
      [0, 5, 10, 15].map(async (from) => {
        await aMoment(12)
        return await inside((tx) => markDispatching(tx, messages.slice(from, from + 5), clock))
      }),
    )
    const pairs = Array.from({ length: 10 }, (_, at) => [messages[at]!, messages[at + 10]!] as const)
    const merges = await Promise.all(
      pairs.map(async ([kept, other]) => {
        await aMoment(12)
        return await inside((tx) => merging(tx, kept.contactId, other.contactId))
      }),
    )
    expect(merges.filter(Boolean)).toEqual([])
    const all = (await marking).flat().map(({ id }) => id)
    expect(new Set(all).size).toBe(all.length)
    expect(
      await attempts(
        inside,
        messages.map(({ id }) => id),
      ),
    ).toBe(all.length)
    marked += all.length
  }
  expect(marked).toBeGreaterThan(20)
  expect(marked).toBeLessThan(600)
})
