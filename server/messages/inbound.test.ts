import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender } from '../../tests/rows.ts'
import { fixedClock } from '#platform/clock.ts'
import { newId, timeOfId } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { firstValue, readForm, writeForm } from '#twilio/parse-form.ts'
import type { TwilioMessage } from '#twilio/listed-messages.ts'
import { fillGaps, type TwilioList } from './fill-gaps.ts'
import { type Intake, startIntake } from './intake-loop.ts'
import { openBatches } from './intake-store.ts'
import { listSetAside, rerunUnparsed } from './aside-store.ts'
import { type InboundRow, journalInbound } from './journal-inbound.ts'
import { pruneQuarantine, quarantineInbound, settleQuarantine } from './quarantine.ts'
import { receiveMessages } from './receive-messages.ts'
import { openSpool } from './spool.ts'

const at = new Date('2026-11-20T12:00:00Z')
const clock = fixedClock(at)
let fresh: FreshDatabase
let intake: Intake
let organizationId: string
let connectorId: string
let to: string
let count = 0

beforeAll(async () => {
  fresh = await freshDatabase()
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
  to = 'whatsapp:+12025550101'
  connectorId = (await fresh.db.withOrganization(organizationId, (tx) => addSender(tx, to))).connectorId
  intake = startIntake(fresh.db, (tx, events) => receiveMessages(tx, events, clock), silentLog)
})
afterAll(async () => {
  await intake.stop()
  await fresh[Symbol.asyncDispose]()
})

function row(parameters: Record<string, string>): InboundRow {
  const MessageSid = parameters['MessageSid'] ?? `SM${String((count += 1)).padStart(32, '0')}`
  const all = {
    From: 'whatsapp:+4915112345678',
    To: to,
    Body: '',
    NumMedia: '0',
    SmsStatus: 'received',
    ...parameters,
    MessageSid,
  }
  return {
    organizationId,
    connectorId,
    messageSid: MessageSid,
    id: newId(),
    form: writeForm(all),
    origin: 'webhook',
  }
}

interface Seen {
  body: string
  kind: string
  position: number
  details: Record<string, unknown>
  late: boolean
}

const messagesOf = (from: string) =>
  fresh.db.withOrganization(organizationId, async (tx) => {
    const { rows } = await sql<Seen>`
      select message.body, message.kind, message.position, message.details, message.late from message
      join contact_identity identity on identity.organization_id = message.organization_id and identity.contact_id = message.contact_id
      where identity.address = ${from} order by message.position`.execute(tx.db)
    return rows
  })

async function receive(...rows: InboundRow[]) {
  await journalInbound(fresh.db, rows)
  intake.wake(organizationId)
  await intake.settled()
}

describe('an incoming message', () => {
  test('becomes one message however often and from however many sides Twilio repeats it', async () => {
    const from = 'whatsapp:+351910000001'
    const one = row({ From: from, Body: 'Hello', ProfileName: 'Rita' })
    await Promise.all(Array.from({ length: 8 }, () => receive({ ...one, id: newId() })))
    expect(await messagesOf(from)).toMatchObject([{ body: 'Hello', kind: 'text', position: 1 }])
  })

  test('that is there already takes none of those that come with it along', async () => {
    const from = 'whatsapp:+351910000078'
    const one = row({ From: from, Body: 'one' })
    await receive(one)
    const [two, three] = [row({ From: from, Body: 'two' }), row({ From: from, Body: 'three' })]
    await receive({ ...one, id: newId() }, two, { ...two, id: newId() }, three)
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(['one', 'two', 'three'])
  })

  test('takes its place in the order of arrival, also when a hundred come at once', async () => {
    const from = 'whatsapp:+351910000002'
    await receive(...Array.from({ length: 100 }, (_, at) => row({ From: from, Body: `${at}` })))
    const messages = await messagesOf(from)
    expect(messages.map(({ body }) => body)).toEqual(Array.from({ length: 100 }, (_, at) => `${at}`))
    expect(messages.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 100 }, (_, at) => at + 1),
    )
  })

  test('is what it was, whether it came to this process or to another', async () => {
    const from = 'whatsapp:+351910000077'
    const rows = Array.from({ length: 20 }, (_, at) => row({ From: from, Body: `${at}` }))
    for (const [at, { id, form, origin }] of rows.entries())
      if (at % 3 > 0) intake.recent.keep(id, { parameters: readForm(form), origin })
    await receive(...rows)
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(rows.map((_, at) => `${at}`))
    expect(rows.map(({ id }) => intake.recent.take(id))).toEqual(rows.map(() => undefined))
  })

  test('that cannot be processed undoes nothing of its neighbours, and holds up only its own thread', async () => {
    const [broken, other] = ['whatsapp:+351910000031', 'whatsapp:+351910000032']
    const failing = startIntake(
      fresh.db,
      async (tx, events) => {
        if (events.some(({ parameters }) => firstValue(parameters, 'Body') === 'poison'))
          await sql`select 1 / 0`.execute(tx.db)
        return await receiveMessages(tx, events, clock)
      },
      silentLog,
    )
    await intake.stop()
    const bodies = ['before', 'poison', 'after']
    await journalInbound(
      fresh.db,
      bodies.flatMap((Body) => [row({ From: broken, Body }), row({ From: other, Body: `${Body}?` })]),
    )
    failing.wake(organizationId)
    await failing.settled()
    const bodiesOf = async (from: string) => (await messagesOf(from)).map(({ body }) => body)
    expect(await bodiesOf(other)).toEqual(['before?', 'poison?', 'after?'])
    expect(await bodiesOf(broken)).toEqual(['before'])
    for (let look = 2; look <= 5; look += 1) await failing.settled()
    expect(await bodiesOf(broken)).toEqual(['before', 'after'])
    await failing.stop()
    intake = startIntake(fresh.db, (tx, events) => receiveMessages(tx, events, clock), silentLog)
    await fresh.db.withOrganization(organizationId, (tx) => rerunUnparsed(tx, connectorId))
    intake.wake(organizationId)
    await intake.settled()
    expect(await bodiesOf(broken)).toEqual(['before', 'after', 'poison'])
  })

  test('that is the only one and cannot be processed is tried five times, and then set aside with the reason', async () => {
    const from = 'whatsapp:+351910000033'
    let tries = 0
    await intake.stop()
    const failing = startIntake(
      fresh.db,
      async (tx) => {
        tries += 1
        await sql`select 1 / 0`.execute(tx.db)
        return []
      },
      silentLog,
    )
    await journalInbound(fresh.db, [row({ From: from, Body: 'poison' })])
    const asideOf = () =>
      fresh.db.withOrganization(organizationId, async (tx) => (await listSetAside(tx, connectorId)).items)
    for (let look = 1; look <= 5; look += 1) {
      expect(await asideOf()).toEqual([])
      await failing.settled()
    }
    expect(await asideOf()).toMatchObject([{ pair: `${to} ${from}`, reason: 'division by zero' }])
    // The first time as a batch, which counts as none.
    expect(tries).toBe(6)
    await failing.settled()
    expect(tries).toBe(6)
    await failing.stop()
    intake = startIntake(fresh.db, (tx, events) => receiveMessages(tx, events, clock), silentLog)
    await fresh.db.withOrganization(organizationId, (tx) => rerunUnparsed(tx, connectorId))
    intake.wake(organizationId)
    await intake.settled()
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(['poison'])
  })

  test('that cannot be understood is set aside, and those it was journaled with become messages', async () => {
    const from = 'whatsapp:+351910000034'
    const to2 = 'whatsapp:+12025550999'
    await receive(
      row({ From: from, Body: 'one' }),
      row({ From: from, To: to2 }),
      row({ From: from, Body: 'two' }),
    )
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(['one', 'two'])
    await fresh.db.withOrganization(organizationId, async (tx) => {
      expect((await listSetAside(tx, connectorId)).items).toMatchObject([
        { pair: `${to2} ${from}`, reason: `The number ${to2} is not active on this connector` },
      ])
      await sql`delete from inbound_waiting`.execute(tx.db)
    })
  })

  test('keeps its order in a flood of many batches', async () => {
    const from = 'whatsapp:+351910000035'
    await intake.stop()
    const bodies = Array.from({ length: 1300 }, (_, at) => `${at}`)
    for (let at = 0; at < bodies.length; at += 130)
      await journalInbound(
        fresh.db,
        bodies.slice(at, at + 130).map((Body) => row({ From: from, Body })),
      )
    intake = startIntake(fresh.db, (tx, events) => receiveMessages(tx, events, clock), silentLog)
    await intake.settled()
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(bodies)
  })

  test('keeps its order when more wait alone than are taken together', async () => {
    const from = 'whatsapp:+351910000036'
    await intake.stop()
    const bodies = Array.from({ length: 1100 }, (_, at) => `${at}`)
    const rows = bodies.map((Body) => row({ From: from, Body }))
    await journalInbound(fresh.db, rows.slice(0, 550))
    await journalInbound(fresh.db, rows.slice(550, 1000))
    for (const _ of [1, 2]) await fresh.db.withOrganization(organizationId, (tx) => openBatches(tx))
    await journalInbound(fresh.db, rows.slice(1000))
    intake = startIntake(fresh.db, (tx, events) => receiveMessages(tx, events, clock), silentLog)
    await intake.settled()
    expect((await messagesOf(from)).map(({ body }) => body)).toEqual(bodies)
  })

  test.each<[string, Record<string, string>, object]>([
    [
      'a place',
      { MessageType: 'location', Latitude: '41.1', Longitude: '-8.6', Label: 'Ribeira' },
      { kind: 'location', details: { location: { latitude: 41.1, longitude: -8.6, label: 'Ribeira' } } },
    ],
    [
      'a button',
      { MessageType: 'button', Body: 'Yes', ButtonText: 'Yes', ButtonPayload: 'confirm-7' },
      { kind: 'button', details: { button: { title: 'Yes', payload: 'confirm-7' } } },
    ],
    [
      'a forwarded text',
      { Body: 'look', Forwarded: 'true' },
      { kind: 'text', details: { forwarded: 'once' } },
    ],
    [
      'an ad’s first message',
      { Body: 'hi', ReferralSourceId: '1', ReferralHeadline: 'Sale', ReferralNumMedia: '0' },
      { details: { referral: { headline: 'Sale' } } },
    ],
    [
      'a kind nobody knows',
      { MessageType: 'hologram', Body: 'shimmer' },
      { kind: 'unknown', body: 'shimmer', details: { type: 'hologram' } },
    ],
    [
      'a file',
      {
        MessageType: 'image',
        Body: 'see',
        NumMedia: '1',
        MediaUrl0: 'https://api.twilio.com/x',
        MediaContentType0: 'image/jpeg',
      },
      { kind: 'media', body: 'see' },
    ],
  ])('keeps %s', async (name, parameters, expected) => {
    const from = `whatsapp:+35192${String(name.length * 7919).padStart(7, '0')}`
    await receive(row({ From: from, ...parameters }))
    expect(await messagesOf(from)).toMatchObject([expected])
  })

  test('of someone who hides the number belongs to a contact known by user id', async () => {
    await receive(row({ From: 'whatsapp:US.abc123', ExternalUserId: 'whatsapp:US.abc123', Body: 'hi' }))
    expect(await messagesOf('whatsapp:US.abc123')).toHaveLength(1)
  })

  test('to a number that is not active is set aside, and taken when it is run again', async () => {
    const from = 'whatsapp:+351910000003'
    const elsewhere = 'whatsapp:+12025559999'
    await receive(row({ From: from, To: elsewhere, Body: 'anyone?' }))
    expect(await messagesOf(from)).toEqual([])
    await fresh.db.withOrganization(organizationId, async (tx) => {
      await sql`insert into sender (organization_id, id, connector_id, twilio_sid, address, status, active)
        values (${organizationId}, ${newId()}, ${connectorId}, 'XE9', ${elsewhere}, 'ONLINE', true)`.execute(
        tx.db,
      )
      expect(await rerunUnparsed(tx, connectorId)).toBe(1)
    })
    await intake.settled()
    expect(await messagesOf(from)).toMatchObject([{ body: 'anyone?' }])
  })

  test('that waited counts from its arrival: its window is the one it opened then, and it is marked as late', async () => {
    const from = 'whatsapp:+351910000013'
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
    await receive({ ...row({ From: from, Body: 'before the outage' }), receivedAt: hoursAgo(25) })
    await receive({ ...row({ From: from, Body: 'just now' }) })
    await receive({ ...row({ From: from, Body: 'from a spool' }), receivedAt: hoursAgo(3) })
    expect(await messagesOf(from)).toMatchObject([{ late: true }, { late: false }, { late: true }])
    const { rows } = await fresh.db.withOrganization(organizationId, (tx) =>
      sql<{ age: number; window: number }>`
        select round(extract(epoch from ${clock.now()} - message.created_at) / 3600)::int as age,
          round(extract(epoch from ${clock.now()} - conversation.last_inbound_at) / 3600)::int as window
        from message join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
        where conversation.contact_address = ${from} order by message.position`.execute(tx.db),
    )
    expect(rows).toEqual([25, 0, 3].map((age) => ({ age, window: 0 })))
  })

  test('STOP closes the pair and START opens it, with the words as evidence', async () => {
    const from = 'whatsapp:+5511912345678'
    const closed = () =>
      fresh.db.withOrganization(organizationId, async (tx) => {
        const { rows } =
          await sql`select from suppression where sender_address = ${to} and contact_address = ${from}`.execute(
            tx.db,
          )
        return rows.length
      })
    await receive(row({ From: from, Body: 'Parar' }))
    expect(await closed()).toBe(1)
    clock.advance(60)
    await receive(row({ From: from, Body: 'please stop by at eight' }), row({ From: from, Body: 'START' }))
    expect(await closed()).toBe(0)
  })
})

describe('messages that did not come through the front door', () => {
  const listed = (sid: string, body: string, sentAt: Date | null): TwilioMessage => ({
    sid,
    direction: 'inbound',
    from: 'whatsapp:+351910000009',
    to,
    body,
    status: 'received',
    errorCode: null,
    errorMessage: null,
    messagingServiceSid: null,
    mediaCount: 0,
    price: null,
    priceUnit: null,
    createdAt: sentAt,
    sentAt,
  })

  test('are found in Twilio’s list once, in their order, and marked as late', async () => {
    const [first, second] = [new Date(at.getTime() - 7_200_000), new Date(at.getTime() - 3_600_000)]
    const list: TwilioList = {
      accountSid: 'AC1',
      async *listMessages() {
        yield [listed(`SM${'e'.repeat(32)}`, 'second', second), listed(`SM${'d'.repeat(32)}`, 'first', first)]
        yield [
          { ...listed(`SM${'c'.repeat(32)}`, 'ours', first), direction: 'outbound-api' },
          { ...listed(`SM${'b'.repeat(32)}`, 'not ours', first), to: 'whatsapp:+1999' },
        ]
      },
      listMedia: async () => [],
    }
    const place = { organizationId, connectorId, addresses: new Set([to]) }
    expect(await fillGaps(fresh.db, place, list, first)).toEqual({ looked: 2, found: 2 })
    expect(await fillGaps(fresh.db, place, list, first)).toEqual({ looked: 2, found: 0 })
    await intake.settled()
    expect(await messagesOf('whatsapp:+351910000009')).toMatchObject([
      { body: 'first', late: true },
      { body: 'second', late: true },
    ])
  })

  test('wait in quarantine until Twilio confirms them; a forgery never becomes a message', async () => {
    const genuine = row({ From: 'whatsapp:+351910000010', Body: 'rewritten by a proxy' })
    const forged = row({ From: 'whatsapp:+351910000011', Body: 'forged' })
    for (const one of [genuine, forged])
      await quarantineInbound(fresh.db, { ...one, parameters: readForm(one.form) })
    const message = {
      ...listed(genuine.messageSid, 'as Twilio has it', at),
      from: 'whatsapp:+351910000010',
    }
    const confirm = async (_: string, sid: string) =>
      sid === genuine.messageSid ? { accountSid: 'AC1', message, media: [] } : ('unknown' as const)
    expect(await settleQuarantine(fresh.db, organizationId, confirm)).toBe(1)
    intake.wake(organizationId)
    await intake.settled()
    expect(await messagesOf('whatsapp:+351910000010')).toMatchObject([{ body: 'as Twilio has it' }])
    expect(await messagesOf('whatsapp:+351910000011')).toEqual([])
  })

  test('have of an unsigned request what Twilio confirms, and nothing else', async () => {
    const from = 'whatsapp:+351910000014'
    const claimed = row({
      From: from,
      Body: 'mine',
      ProfileName: 'The Director',
      ButtonPayload: 'refund-everything',
      ButtonText: 'Yes',
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/of-somebody-else',
      ParleySentAt: '1999-01-01T00:00:00Z',
    })
    await quarantineInbound(fresh.db, { ...claimed, parameters: readForm(claimed.form) })
    const message = { ...listed(claimed.messageSid, 'as Twilio has it', null), from, mediaCount: 1 }
    const media = [{ sid: 'ME1', contentType: 'image/png', url: 'https://api.twilio.com/this-message’s' }]
    await settleQuarantine(fresh.db, organizationId, async () => ({ accountSid: 'AC1', message, media }))
    await intake.settled()
    expect(await messagesOf(from)).toMatchObject([
      { body: 'as Twilio has it', kind: 'media', details: {}, late: false },
    ])
    const { rows } = await fresh.db.withOrganization(organizationId, (tx) =>
      sql`select provider_url, profile_name from media
        join message on message.organization_id = media.organization_id and message.id = media.message_id
        join contact on contact.organization_id = message.organization_id and contact.id = message.contact_id
        where message.provider_sid = ${claimed.messageSid}`.execute(tx.db),
    )
    expect(rows).toEqual([{ providerUrl: media[0]!.url, profileName: '' }])
  })

  test('are not taken for what a guest wrote when the SID is that of a message of ours', async () => {
    const from = 'whatsapp:+351910000015'
    const borrowed = row({ From: from, Body: 'forged' })
    await quarantineInbound(fresh.db, { ...borrowed, parameters: readForm(borrowed.form) })
    const message = { ...listed(borrowed.messageSid, 'ours', at), from, direction: 'outbound-api' }
    expect(
      await settleQuarantine(fresh.db, organizationId, async () => ({
        accountSid: 'AC1',
        message,
        media: [],
      })),
    ).toBe(0)
  })

  test('are asked about ever more seldom while Twilio cannot be asked, and keep their tries', async () => {
    const hidden = row({ From: 'whatsapp:+351910000016', Body: 'are you there?' })
    await quarantineInbound(fresh.db, { ...hidden, parameters: readForm(hidden.form) })
    let asked = 0
    const settle = () =>
      settleQuarantine(fresh.db, organizationId, async (_, sid) => {
        if (sid === hidden.messageSid) asked += 1
        return 'unreachable'
      })
    const age = (interval: string) =>
      fresh.db.withOrganization(organizationId, async (tx) => {
        const { rows } = await sql<{ minutes: number; tries: number; state: string }>`
          update quarantine set received_at = received_at - ${interval}::interval, next_try_at = now()
          where organization_id = ${organizationId} and message_sid = ${hidden.messageSid}
          returning tries, state`.execute(tx.db)
        return rows[0]
      })
    await settle()
    await settle()
    expect(asked).toBe(1)
    await age('40 min')
    await settle()
    const { rows } = await fresh.db.withOrganization(organizationId, (tx) =>
      sql`select round(extract(epoch from next_try_at - now()) / 60)::int as minutes, tries, state from quarantine
        where organization_id = ${organizationId} and message_sid = ${hidden.messageSid}`.execute(tx.db),
    )
    expect(rows).toEqual([{ minutes: 40, tries: 0, state: 'waiting' }])
    await fresh.db.withOrganization(organizationId, (tx) =>
      pruneQuarantine(tx, new Date(Date.now() - 60_000)),
    )
    expect(await age('0')).toBeUndefined()
  })

  test('wait on the disk while the database is away; a torn last line is Twilio’s to repeat', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
    const spool = await openSpool(folder)
    const kept = Array.from({ length: 30 }, (_, at) => row({ From: 'whatsapp:+351910000012', Body: `${at}` }))
    for (const one of kept) await spool.keep(one)
    await writeFile(join(folder, '0-torn.jsonl'), '{"organizationId": "')
    const seen: InboundRow[] = []
    await expect(spool.drain(async () => Promise.reject(new Error('still away')))).rejects.toThrow(
      'still away',
    )
    expect(await spool.drain(async (rows) => void seen.push(...rows))).toBe(30)
    expect(seen.map(({ messageSid }) => messageSid)).toEqual(kept.map(({ messageSid }) => messageSid))
    expect(seen.map(({ receivedAt }) => Date.parse(receivedAt!))).toEqual(
      kept.map(({ id }) => timeOfId(id).getTime()),
    )
    expect(Date.now() - Date.parse(seen[0]!.receivedAt!)).toBeLessThan(60_000)
    expect(await spool.drain(async () => undefined)).toBe(0)
    await rm(folder, { recursive: true })
  })

  test('are refused when the spool is full, so that Twilio calls the fallback', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
    const spool = await openSpool(folder, 1000)
    await spool.keep(row({ Body: 'fits' }))
    await expect(spool.keep(row({ Body: 'x'.repeat(1000) }))).rejects.toThrow('full')
    await rm(folder, { recursive: true })
  })

  test('that were set aside count as well: a spool is full while the database is away, however often it was drained', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
    const spool = await openSpool(folder, 2000)
    const away = async () => Promise.reject(new Error('still away'))
    const fill = async () => {
      for (let kept = 0; kept < 100; kept += 1) {
        await spool.keep(row({ Body: `${kept}` }))
        await spool.drain(away).catch(() => undefined)
      }
    }
    await expect(fill()).rejects.toThrow('full')
    expect((await readdir(folder)).length).toBeLessThanOrEqual(2)
    await rm(folder, { recursive: true })
  })

  test('are lost by no drain of another process with the same folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
    const spools = await Promise.all([openSpool(folder), openSpool(folder), openSpool(folder)])
    const seen = new Set<string>()
    const take = async (rows: readonly InboundRow[]) => rows.forEach(({ messageSid }) => seen.add(messageSid))
    const kept = Array.from({ length: 1000 }, () => row({ Body: 'x' }))
    // Drains begin with each row, and end: rows that never find their file in place would be written for ever.
    for (const one of kept)
      await Promise.all([spools[0]!.keep(one), spools[1]!.drain(take), spools[2]!.drain(take)])
    await spools[1]!.drain(take)
    expect(kept.filter(({ messageSid }) => !seen.has(messageSid))).toEqual([])
    await rm(folder, { recursive: true })
  })
})
