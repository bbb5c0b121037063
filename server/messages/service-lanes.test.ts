import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender } from '../../tests/rows.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { recordOptIn, recordOptOut } from '#contacts/record-opt-out.ts'
import { takeInbound } from '#conversations/take-inbound.ts'
import { writeNote } from '#conversations/write-note.ts'
import { fixedClock } from '#platform/clock.ts'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { isRefusal } from '#platform/refusal.ts'
import { heedBlocked } from './blocked-messages.ts'
import { resendMessage } from './decide-message.ts'
import { type Marked, markDispatching } from './mark-dispatching.ts'
import { paceOfLane } from './lane-pace.ts'
import { laneOf, laneOfService } from './message.ts'
import { claimMessages, lanesToServe } from './outbox-store.ts'
import { givePermit } from './permit.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { recordStatuses } from './record-status.ts'
import { sendMany } from './send-many.ts'
import type { StatusRow } from './status-store.ts'

// A message of a campaign that goes by a Messaging Service with two senders: what the marker looks at, and where it stands when Twilio tells
// which sender it picked.

const clock = fixedClock(new Date('2026-11-28T12:00:00.000Z'))
const at = clock.now()
const [first, second] = ['whatsapp:+12025550111', 'whatsapp:+12025550112'] as const
const serviceSid = `MG${'1'.repeat(32)}`

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let organizationId: string
let inside: <T>(act: (tx: Tx) => Promise<T>) => Promise<T>
/** By address. */
let senders: Record<string, string>
let connectorId: string
let templateId: string
let permitId: string
let nils: string

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())
beforeEach(async () => {
  const organization = await addOrganization(fresh.url, { Nils: 'owner' })
  organizationId = organization.organizationId
  nils = organization.members.Nils
  inside = (act) => fresh.db.withOrganization(organizationId, act, { retry: true })
  await inside(async (tx) => {
    const one = await addSender(tx, first)
    connectorId = one.connectorId
    senders = { [first]: one.senderId, [second]: newId() }
    await sql`
      insert into sender (organization_id, id, connector_id, twilio_sid, address, status, active)
      values (${organizationId}, ${senders[second]}, ${connectorId}, 'XE2', ${second}, 'ONLINE', true)`.execute(
      tx.db,
    )
    await sql`
      update connector set messaging_service_sid = ${serviceSid}, service_state = 'found', service_name = 'Sales'
      where organization_id = ${organizationId}`.execute(tx.db)
    await sql`update sender set in_service = true, waba_id = ${organizationId} where organization_id = ${organizationId}`.execute(
      tx.db,
    )
    templateId = newId()
    await tx.db
      .insertInto('template')
      .values({
        organizationId,
        id: templateId,
        connectorId,
        twilioSid: `HX${'1'.repeat(32)}`,
        name: 'offer',
        language: 'en',
        contentType: 'twilio/text',
        content: json({ body: 'An offer' }),
        category: 'MARKETING',
        status: 'approved',
        syncedAt: at,
        updatedAt: at,
      })
      .execute()
    permitId = await givePermit(tx)
  })
})

let people = 0
/** Somebody new who agreed to hear from the organization. */
async function person() {
  const address = `whatsapp:+4915${String((people += 1)).padStart(8, '0')}`
  return await inside(async (tx) => {
    const { contactId } = await findOrCreateContact(tx, { address, at })
    const evidence = { contactId, senderAddress: null, wording: 'Yes', place: 'Fair', messageId: null, at }
    await recordOptIn(tx, { ...evidence, source: 'import' })
    return { contactId, address }
  })
}
type Person = Awaited<ReturnType<typeof person>>

const send = async (given: readonly Person[], likely: string = first) =>
  await inside((tx) =>
    sendMany(
      tx,
      given.map(({ contactId, address }) => ({
        contactId,
        contactAddress: address,
        senderId: senders[likely]!,
        connectorId,
        body: '',
        template: { templateId, variables: {} },
        agentId: null,
        permit: { id: permitId, epoch: 0 },
        quiet: null,
        byService: true,
      })),
      clock,
    ),
  )

const claim = () => inside((tx) => claimMessages(tx, [{ lane: laneOfService(connectorId), room: 100 }]))
const mark = async () => {
  const claimed = await claim()
  return await inside((tx) => markDispatching(tx, claimed, clock))
}
const recorded = (marked: readonly Marked[]) =>
  recordOutcomes(
    fresh.db,
    marked.map(({ id: messageId, ...rest }) => ({
      organizationId,
      messageId,
      ...rest,
      result: { outcome: 'accepted', sid: sidOf(rest.attemptId), status: 'accepted', from: null },
    })),
  )
const sidOf = (attemptId: string) => `SM${attemptId.replaceAll('-', '')}`
const report = (
  attemptId: string,
  status: string,
  senderAddress: string | null,
  errorCode = 0,
): StatusRow => ({
  organizationId,
  connectorId,
  attemptId,
  providerSid: sidOf(attemptId),
  senderAddress,
  status,
  errorCode,
  detail: null,
})

interface Standing {
  address: string
  status: string
  reason: string | null
  conversationId: string
  position: number
}
const standing = (messageId: string) =>
  inside(async (tx) => {
    const { rows } = await sql<Standing>`
      select sender.address, message.status, status_reason as reason, conversation_id, position::int from message
      join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
      join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id and sender.id = conversation.sender_id
      where message.organization_id = ${organizationId} and message.id = ${messageId}`.execute(tx.db)
    return rows[0]!
  })
const threads = ({ contactId }: Person) =>
  inside(async (tx) => {
    const { rows } = await sql<{ id: string; address: string; quiet: boolean }>`
      select conversation.id, sender.address, quiet from conversation join sender on sender.organization_id = conversation.organization_id
        and sender.id = sender_id
      where conversation.organization_id = ${organizationId} and conversation.contact_id = ${contactId} order by 2`.execute(
      tx.db,
    )
    return rows
  })

/** A message that Twilio has taken, in the thread of the first sender, by guess. */
async function taken(given: Person) {
  await send([given])
  const [marked] = await mark()
  await recorded([marked!])
  return marked!
}

test('the marker notes the service, and what is posted names no sender', async () => {
  const marked = await taken(await person())
  expect(marked).toMatchObject({ serviceSid, asTemplate: true, lane: laneOfService(connectorId) })
  expect(await standing(marked.id)).toMatchObject({ address: first, status: 'accepted', position: 1 })
})

describe('the sender Twilio tells', () => {
  const orders = (reports: readonly StatusRow[]): StatusRow[][] =>
    reports.length < 2
      ? [[...reports]]
      : reports.flatMap((one, at) => orders(reports.toSpliced(at, 1)).map((rest) => [one, ...rest]))

  test('is followed in any order of the reports, and however often they come', async () => {
    const shapes = orders([
      report('', 'accepted', null),
      report('', 'queued', second),
      report('', 'sent', second),
      report('', 'delivered', second),
    ])
    for (const shape of shapes) {
      const someone = await person()
      const { id, attemptId } = await taken(someone)
      const reports = shape.map(({ status, senderAddress }) => report(attemptId, status, senderAddress))
      for (const one of [...reports, ...reports]) await recordStatuses(fresh.db, [one])
      expect(await standing(id)).toMatchObject({ address: second, status: 'delivered', position: 1 })
      expect(await threads(someone)).toMatchObject([{ address: second, quiet: true }])
    }
  })

  test('is that of the newest attempt', async () => {
    const late: StatusRow[][] = []
    for (const order of [0, 1, 2, 3, 4, 5]) {
      const someone = await person()
      const one = await taken(someone)
      await recordStatuses(fresh.db, [report(one.attemptId, 'failed', second, 63018)])
      expect(await standing(one.id)).toMatchObject({ address: second, status: 'queued' })
      await inside((tx) =>
        sql`update message set due_at = now() where organization_id = ${organizationId}`.execute(tx.db),
      )
      const [again] = await mark()
      expect(again).toMatchObject({ id: one.id, serviceSid })
      const all = [
        report(again!.attemptId, 'sent', first),
        report(one.attemptId, 'failed', second, 63018),
        report(again!.attemptId, 'delivered', first),
      ]
      late.push(orders(all)[order]!)
      for (const each of late.at(-1)!) await recordStatuses(fresh.db, [each])
      expect(await standing(one.id)).toMatchObject({ address: first, status: 'delivered' })
      expect(await threads(someone)).toMatchObject([{ address: first }])
    }
  })

  test('may come with the answer to the POST', async () => {
    const someone = await person()
    await send([someone])
    const [marked] = await mark()
    const { id: messageId, ...rest } = marked!
    const result = {
      outcome: 'accepted' as const,
      sid: sidOf(rest.attemptId),
      status: 'queued',
      from: second,
    }
    await recordOutcomes(fresh.db, [{ organizationId, messageId, ...rest, result }])
    expect(await standing(messageId)).toMatchObject({ address: second, status: 'accepted' })
  })

  test('takes the message into the thread that is there already', async () => {
    const someone = await person()
    const marked = await taken(someone)
    const [place] = await inside((tx) =>
      takeInbound(tx, [
        {
          contactId: someone.contactId,
          senderId: senders[second]!,
          connectorId,
          sid: 'SMin',
          contactAddress: someone.address,
          preview: 'Hello?',
          at,
          late: false,
        },
      ]),
    )
    await recordStatuses(fresh.db, [report(marked.attemptId, 'delivered', second)])
    expect(await standing(marked.id)).toMatchObject({ conversationId: place!.conversationId, position: 2 })
    expect(await threads(someone)).toMatchObject([{ address: second, quiet: false }])
  })

  test('leaves a thread behind in which something else stands', async () => {
    const someone = await person()
    const [one, other] = [await send([someone]), await send([someone])].map(([sent]) => {
      if (!sent || isRefusal(sent)) throw new Error('it was refused')
      return sent
    })
    expect(one!.conversationId).toBe(other!.conversationId)
    const [marked] = await mark()
    await recorded([marked!])
    await recordStatuses(fresh.db, [report(marked!.attemptId, 'sent', second)])
    expect([await standing(one!.messageId), await standing(other!.messageId)]).toMatchObject([
      { address: second, status: 'sent' },
      { address: first, status: 'queued', position: 2 },
    ])
    expect(await threads(someone)).toMatchObject([{ address: first }, { address: second }])
  })

  test('leaves a thread behind in which somebody wrote a note', async () => {
    const someone = await person()
    const marked = await taken(someone)
    const { conversationId } = await standing(marked.id)
    await inside((tx) => writeNote(tx, { conversationId, authorId: nils, body: 'Call first', at }))
    await recordStatuses(fresh.db, [report(marked.attemptId, 'sent', second)])
    expect(await threads(someone)).toMatchObject([{ address: first }, { address: second }])
  })

  test('that we do not know leaves the message where it stands', async () => {
    const marked = await taken(await person())
    await recordStatuses(fresh.db, [report(marked.attemptId, 'delivered', 'whatsapp:+19995550000')])
    expect(await standing(marked.id)).toMatchObject({ address: first, status: 'delivered' })
  })

  test('is followed while the same people are written to and write, and nobody has two threads with one sender', async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, person))
    const lanes = await Promise.all([first, second].map((likely) => send(crowd, likely)))
    expect(lanes.flat().filter(isRefusal)).toEqual([])
    // One person is written to every six seconds by one number: time is taken out of the way.
    const marked: Marked[] = []
    for (let round = 0; round < 20 && marked.length < 24; round += 1) {
      const next = await mark()
      await recorded(next)
      marked.push(...next)
      await inside((tx) =>
        sql`update message set updated_at = now() - interval '1 minute' where organization_id = ${organizationId}`.execute(
          tx.db,
        ),
      )
    }
    expect(marked.length).toBe(24)
    const picked = (n: number) => (n % 3 === 0 ? first : second)
    const reports = marked.flatMap(({ attemptId }, n) =>
      ['queued', 'sent', 'delivered'].map((status) => report(attemptId, status, picked(n))),
    )
    const shuffled = reports.toSorted((a, b) => (a.attemptId! + a.status < b.attemptId! + b.status ? 1 : -1))
    const batches = Array.from({ length: 12 }, (_, n) => shuffled.filter((__, at) => at % 12 === n))
    await Promise.all([
      ...batches.map((batch) => recordStatuses(fresh.db, batch)),
      ...crowd.map(({ contactId, address }, n) =>
        inside((tx) =>
          takeInbound(tx, [
            {
              contactId,
              senderId: senders[picked(n + 1)]!,
              connectorId,
              sid: `SM${n}`,
              contactAddress: address,
              preview: 'Hi',
              at,
              late: false,
            },
          ]),
        ),
      ),
    ])
    for (const [n, { id }] of marked.entries())
      expect(await standing(id)).toMatchObject({ address: picked(n), status: 'delivered' })
    for (const someone of crowd) {
      const addresses = (await threads(someone)).map(({ address }) => address)
      expect(new Set(addresses).size).toBe(addresses.length)
    }
  })
})

test('the lane is as fast as the pool; where a number sends in a lane of its own too, both have half of it', async () => {
  const paces = async () =>
    await inside(async (tx) => {
      const lanes = await lanesToServe(tx, nils)
      return Object.fromEntries(lanes.map((due) => [due.lane, paceOfLane(due, 80)]))
    })
  const [service, own] = [laneOfService(connectorId), laneOf(senders[first]!)]
  await inside((tx) =>
    sql`update sender set pace = case address when ${first} then 40 else 20 end`.execute(tx.db),
  )
  await send([await person(), await person()])
  expect(await paces()).toEqual({ [service]: 60 })
  await inside((tx) => sql`update sender set status = 'OFFLINE' where address = ${second}`.execute(tx.db))
  expect(await paces()).toEqual({ [service]: 40 })
  await inside((tx) => sql`update sender set status = 'ONLINE'`.execute(tx.db))
  await inside((tx) =>
    sql`update message set by_service = false, lane = ${own} where id = (select id from message limit 1)`.execute(
      tx.db,
    ),
  )
  expect(await paces()).toEqual({ [service]: 40, [own]: 20 })
})

describe('right before the wire', () => {
  const claimedOne = async () => {
    const someone = await person()
    const [sent] = await send([someone])
    if (!sent || isRefusal(sent)) throw new Error('it was refused')
    return { someone, claimed: await claim(), messageId: sent.messageId }
  }
  const markClaimed = (claimed: Awaited<ReturnType<typeof claim>>) =>
    inside((tx) => markDispatching(tx, claimed, clock))

  test.each([first, second])('a STOP to %s stops it', async (senderAddress) => {
    const { someone, claimed, messageId } = await claimedOne()
    const { contactId } = someone
    await inside((tx) =>
      recordOptOut(tx, { contactId, senderAddress, source: 'word', wording: 'STOP', messageId: null, at }),
    )
    expect(await markClaimed(claimed)).toEqual([])
    expect(await standing(messageId)).toMatchObject({ status: 'held', reason: 'opted_out' })
  })

  test.each([
    [
      'a number of the pool is not active any more',
      sql`update sender set active = false where address = ${second}`,
    ],
    ['Twilio picks nobody', sql`update sender set status = 'OFFLINE'`],
    ['Twilio has no such service', sql`update connector set service_state = 'not_found'`],
    ['the connector has no service', sql`update connector set messaging_service_sid = null`],
  ])('it waits while %s', async (_, change) => {
    const { claimed, messageId } = await claimedOne()
    await inside((tx) => sql`${change} ${sql.raw(' ')}`.execute(tx.db))
    expect(await markClaimed(claimed)).toEqual([])
    expect(await standing(messageId)).toMatchObject({ status: 'queued', reason: 'service_not_usable' })
  })

  test('one number that is offline does not stop it', async () => {
    const { claimed } = await claimedOne()
    await inside((tx) => sql`update sender set status = 'OFFLINE' where address = ${first}`.execute(tx.db))
    expect(await markClaimed(claimed)).toMatchObject([{ serviceSid }])
  })

  test('it takes a place of the portfolio’s day, of the narrowest limit in the pool', async () => {
    await inside((tx) =>
      sql`update sender set messaging_limit = case address when ${first} then '1000 Customers/24hr' else '1 Customers/24hr' end`.execute(
        tx.db,
      ),
    )
    const some = [await person(), await person()]
    await send(some)
    const claimed = await claim()
    expect((await markClaimed(claimed)).length).toBe(Math.min(1, claimed.length))
  })
})

test('what Twilio blocks before it picked a sender is an opt-out from each of the pool', async () => {
  const { contactId, ...someone } = await person()
  const marked = await taken({ contactId, ...someone })
  await inside((tx) => heedBlocked(tx, { messageId: marked.id, code: 21610 }, clock))
  const closed = await inside(async (tx) => {
    const { rows } = await sql<{ senderAddress: string }>`
      select sender_address from suppression where contact_address = ${someone.address} order by 1`.execute(
      tx.db,
    )
    return rows.map(({ senderAddress }) => senderAddress)
  })
  expect(closed).toEqual([first, second])
})

test('what a person sends again goes from the number it went from', async () => {
  const someone = await person()
  const marked = await taken(someone)
  await recordStatuses(fresh.db, [report(marked.attemptId, 'failed', second, 63024)])
  expect(await inside((tx) => resendMessage(tx, marked.id, clock))).toBeNull()
  const lane = await inside(async (tx) => {
    const { rows } = await sql<{ lane: string; byService: boolean }>`
      select lane, by_service from message where organization_id = ${organizationId} and id = ${marked.id}`.execute(
      tx.db,
    )
    return rows[0]
  })
  expect(lane).toEqual({ lane: `sender:${senders[second]}`, byService: false })
})
