import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator } from '../simulator/app.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { startAnsweringServer } from './answering-server.ts'
import { freePort } from './free-port.ts'
import { until } from './hub.ts'
import { asOwner } from './rows.ts'
import { controlSimulator, type SimulatorControl } from './world/phone.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, signIn } from './world/session.ts'

// The program is a process of its own, killed as `kill -9` kills, at each named instant between "webhook received" and
// "result recorded". The simulator outlives it and is the independent ledger of what reached the phone.

const frontDesk = 'whatsapp:+12025550101'
let database: FreshDatabase
let simulator: Awaited<ReturnType<typeof startSimulator>>
let control: SimulatorControl
let dataDir: string
let port: number
let hub: ChildProcess | null = null

beforeAll(async () => {
  database = await freshDatabase()
  simulator = await startSimulator({ port: 0, host: '127.0.0.1' })
  control = controlSimulator(simulator.url)
  dataDir = await mkdtemp(join(tmpdir(), 'parley-crash-'))
  port = await freePort()
  await start()
  await seedWorld(`http://127.0.0.1:${port}`, simulator.url)
})
afterAll(async () => {
  hub?.kill('SIGKILL')
  await simulator[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(crashAt = ''): Promise<void> {
  hub = spawn(process.execPath, [resolve(import.meta.dirname, '../server/main.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      TWILIO_API_URL: simulator.url,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'error',
      NODE_ENV: 'test',
      EGRESS_ALLOW: '127.0.0.0/8',
      CRASH_AT: crashAt,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.status,
        () => 0,
      ),
    (status) => status === 200,
  )
}

const died = () =>
  until(
    async () => hub?.signalCode ?? null,
    (signal) => signal === 'SIGKILL',
  )

/** What leases wait for has come: the worker that held them is gone for good. */
const leasesEnd = () =>
  asOwner(database.url, async (client) => {
    await client.query(
      "update message set lease_until = now() - interval '1 s' where lease_until is not null",
    )
    await client.query(
      "update attempt set dispatched_at = dispatched_at - interval '61 s' where state = 'dispatching'",
    )
    await client.query("update turn set lease_until = now() - interval '1 s' where state = 'thinking'")
    await client.query(
      "update notification_delivery set lease_until = now() - interval '1 s' where state = 'sending'",
    )
  })

const checksAreDue = () =>
  asOwner(database.url, async (client) => {
    await client.query('update attempt set next_check_at = now() where next_check_at is not null')
  })

async function setOnline(address: string, online: boolean): Promise<void> {
  const answer = await fetch(`${simulator.url}/simulator/api/phones/${encodeURIComponent(address)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ online }),
  })
  expect(answer.status).toBe(200)
}

/** How many reports of this status to this phone Twilio has given up. */
async function reportsGivenUp(status: string, address: string): Promise<number> {
  const answer = await fetch(`${simulator.url}/simulator/api/requests?kind=webhook`)
  const { requests } = (await answer.json()) as {
    requests: { params: Record<string, string>; error_code: number | null }[]
  }
  return requests.filter(
    ({ params, error_code: failed }) =>
      failed !== null && params['MessageStatus'] === status && params['To'] === address,
  ).length
}

interface Seen {
  inbound: number
  outbound: { status: string; attempts: number }[]
  answersOnPhone: number
}

/** What the hub has of this contact, and what its phone has received. */
async function look(address: string): Promise<Seen> {
  const hubSide = await asOwner(database.url, async (client) => {
    const { rows } = await client.query<{ direction: string; status: string; attempts: number }>(
      `select direction, status, (select count(*)::int from attempt where attempt.message_id = message.id) as attempts from message
       join contact_identity identity on identity.contact_id = message.contact_id where identity.address = $1`,
      [address],
    )
    return rows
  })
  const phone = await control.messages(address)
  return {
    inbound: hubSide.filter(({ direction }) => direction === 'in').length,
    outbound: hubSide
      .filter(({ direction }) => direction === 'out')
      .map(({ status, attempts }) => ({ status, attempts })),
    answersOnPhone: phone.filter(({ direction }) => direction === 'in').length,
  }
}

const arrived = ['accepted', 'sent', 'delivered', 'read']

/** Instants before the wire, after which the answer arrives exactly once. */
const beforeTheWire = [
  'before-journal',
  'after-journal',
  'after-receive',
  'after-turn',
  'after-thought',
  'after-claim',
]
/** Behind the marker and before the POST: nothing was sent, and nobody can know it, so a person is asked. */
const perhaps = ['after-marker', 'before-post']
/** Twilio has it, and it must not be asked again. */
const afterTheWire = ['after-post', 'after-record']
/** Twilio has reported, and was not told that we know it, or it was shown a moment ago. */
const whileReporting = ['before-status', 'after-status', 'after-reports']

let guests = 0
async function crashAndRecover(point: string): Promise<string> {
  const address = `whatsapp:+49160000${String((guests += 1)).padStart(4, '0')}`
  await control.addPhone({ address, profile_name: `Guest ${guests}` })
  hub?.kill('SIGKILL')
  await died()
  await start(point)
  await control.write(address, frontDesk, 'What time is breakfast?')
  await died()
  await start()
  await leasesEnd()
  return address
}

describe('a crash loses nothing and doubles nothing', () => {
  test.each(beforeTheWire)('%s: the answer arrives, once', async (point) => {
    const address = await crashAndRecover(point)
    const seen = await until(
      () => look(address),
      ({ answersOnPhone, outbound }) => answersOnPhone > 0 && arrived.includes(outbound[0]?.status ?? ''),
    )
    expect(seen).toMatchObject({ inbound: 1, answersOnPhone: 1 })
    expect(seen.outbound).toHaveLength(1)
  })

  test.each(perhaps)('%s: shown as unknown, and not sent by itself', async (point) => {
    const address = await crashAndRecover(point)
    const seen = await until(
      () => look(address),
      ({ outbound }) => outbound[0]?.status === 'unknown',
    )
    expect(seen).toEqual({ inbound: 1, outbound: [{ status: 'unknown', attempts: 1 }], answersOnPhone: 0 })
  })

  test.each(afterTheWire)('%s: found out without asking Twilio to send again', async (point) => {
    const address = await crashAndRecover(point)
    const seen = await until(
      () => look(address),
      ({ outbound }) => arrived.includes(outbound[0]?.status ?? ''),
    )
    expect(seen).toMatchObject({ inbound: 1, answersOnPhone: 1 })
    expect(seen.outbound).toMatchObject([{ attempts: 1 }])
  })

  test.each(whileReporting)('%s: the ticks are true in the end', async (point) => {
    const address = await crashAndRecover(point)
    const seen = await until(
      () => look(address),
      ({ outbound }) => outbound[0]?.status === 'delivered',
    )
    expect(seen).toEqual({
      inbound: 1,
      outbound: [{ status: 'delivered', attempts: 1 }],
      answersOnPhone: 1,
    })
  })

  test('reported to nobody while it was away: asked for when it is back', async () => {
    const address = `whatsapp:+49160000${String((guests += 1)).padStart(4, '0')}`
    await control.addPhone({ address, profile_name: `Guest ${guests}` })
    await control.write(address, frontDesk, 'What time is breakfast?')
    await setOnline(address, false)
    await until(
      () => look(address),
      ({ outbound }) => outbound[0]?.status === 'sent',
    )
    hub?.kill('SIGKILL')
    await died()
    await setOnline(address, true)
    await until(
      () => reportsGivenUp('delivered', address),
      (failed) => failed > 0,
    )
    await start()
    await until(
      () => look(address),
      ({ outbound }) => outbound[0]?.status === 'delivered',
    )
  })

  test('killed at random while guests keep writing: every message is there once, no answer came twice', async () => {
    const addresses = Array.from(
      { length: 20 },
      (_, at) => `whatsapp:+49170000${String(at).padStart(4, '0')}`,
    )
    for (const [at, address] of addresses.entries())
      await control.addPhone({ address, profile_name: `Random ${at}` })
    for (const [at, address] of addresses.entries()) {
      await control.write(address, frontDesk, 'What time is breakfast?')
      if (at % 5 !== 4) continue
      hub?.kill('SIGKILL')
      await died()
      await start()
    }
    await leasesEnd()
    // Accepted comes before the phone has it, so the phone is asked too.
    const done = ({ inbound, outbound, answersOnPhone }: Seen) =>
      inbound === 1 &&
      outbound.length === 1 &&
      (outbound[0]?.status === 'unknown' ||
        (answersOnPhone > 0 && arrived.includes(outbound[0]?.status ?? '')))
    for (const address of addresses) await until(() => look(address), done)
    for (const address of addresses) expect((await look(address)).answersOnPhone).toBeLessThanOrEqual(1)
  })
})

test('after-notification: told once more under the same mark, and then no more', async () => {
  await using chat = await startAnsweringServer()
  chat.answer = () => ({ body: 'ok' })
  hub?.kill('SIGKILL')
  await died()
  await start('after-notification')
  const { api } = (await signIn(`http://127.0.0.1:${port}`, 'owner@aurora.test', password))!
  const body = { name: 'Team room', url: `${chat.url}/hook`, kinds: ['hand_over' as const] }
  const { id: outgoingWebhookId } = await must(api.POST('/api/v1/outgoing-webhooks', { body }))
  const address = 'whatsapp:+491600009999'
  await control.addPhone({ address, profile_name: 'Guest of the roof' })
  await control.write(address, frontDesk, 'Do you have a helicopter pad?')
  await died()
  expect(chat.asked).toHaveLength(1)
  await start()
  await leasesEnd()
  const again = (await signIn(`http://127.0.0.1:${port}`, 'owner@aurora.test', password))!.api
  const params = { path: { outgoingWebhookId } }
  const log = await until(
    async () =>
      (await must(again.GET('/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries', { params }))).items,
    (items) => items[0]?.state === 'sent',
  )
  expect(log).toMatchObject([{ state: 'sent', attempts: 2, status: 200 }])
  expect(new Set(chat.asked.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([log[0]!.id]))
  expect(chat.asked).toHaveLength(2)
})

test('after-import-part: a list goes on where each of its writers was, and every row counts once', async () => {
  hub?.kill('SIGKILL')
  await died()
  await start('after-import-part:3')
  const total = 25_000
  const isBroken = (n: number) => n % 500 === 250
  const rows = Array.from({ length: total }, (_, n) =>
    isBroken(n) ? `none,${n}` : `+4942${2_000_000 + n},${n}`,
  )
  const form = new FormData()
  for (const [name, value] of [
    ['start', 'true'],
    ['optInWording', 'Yes to news'],
    ['optInPlace', 'Fair'],
  ] as const)
    form.append(name, value)
  form.append('file', new File([['phone,name', ...rows].join('\n')], 'list.csv', { type: 'text/csv' }))
  const { api } = (await signIn(`http://127.0.0.1:${port}`, 'owner@northwind.test', password))!
  const { id: importId } = await must(
    api.POST('/api/v1/contacts/import', {
      body: form as never,
      bodySerializer: (body) => body as unknown as FormData,
    }),
  )
  await died()
  const inside = (text: string) =>
    asOwner(database.url, async (client) => (await client.query(text, [importId])).rows as unknown[])
  const [left] = (await inside('select state, created, reached from contact_import where id = $1')) as {
    state: string
    created: number
    reached: number[]
  }[]
  expect(left).toMatchObject({ state: 'running' })
  expect(left!.created).toBeGreaterThan(0)
  expect(left!.created).toBeLessThan(total)
  await start()
  const again = (await signIn(`http://127.0.0.1:${port}`, 'owner@northwind.test', password))!.api
  const done = await until(
    () => must(again.GET('/api/v1/contacts/imports/{importId}', { params: { path: { importId } } })),
    ({ state }) => state !== 'running',
  )
  const broken = rows.filter((_, n) => isBroken(n)).length
  const good = total - broken
  expect(done).toMatchObject({
    state: 'done',
    rowsRead: total + 1,
    created: good,
    updated: 0,
    optIns: good,
    problems: broken,
  })
  expect(
    await inside(`select count(distinct contact.id)::int as contacts, count(consent.id)::int as consents from contact
      join consent on consent.organization_id = contact.organization_id and consent.contact_id = contact.id where $1 = any(import_ids)`),
  ).toEqual([{ contacts: good, consents: good }])
})

describe('a crash while a Messaging Service picks the number', () => {
  /** A campaign through the service for one person who agreed, launched by a hub that dies at this instant. */
  async function crashWhileSending(point: string): Promise<string> {
    const address = `whatsapp:+49161000${String((guests += 1)).padStart(4, '0')}`
    await control.addPhone({ address, profile_name: `Guest ${guests}` })
    hub?.kill('SIGKILL')
    await died()
    await start(point)
    const { api } = (await signIn(`http://127.0.0.1:${port}`, 'owner@northwind.test', password))!
    const phone = address.replace('whatsapp:', '')
    const { id: contactId } = await must(
      api.POST('/api/v1/contacts', { body: { phone, givenName: 'Guest' } }),
    )
    const consent = { kind: 'opt_in' as const, wording: 'Yes', place: 'Fair' }
    await must(
      api.POST('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } }, body: consent }),
    )
    await asOwner(database.url, (client) =>
      client.query('update contact set language = $2 where id = $1', [contactId, `crash-${guests}`]),
    )
    const { items } = await must(api.GET('/api/v1/templates'))
    const template = items.find(({ name, language }) => name === 'proposal_sent' && language === 'en')!
    const { id: campaignId } = await must(
      api.POST('/api/v1/campaigns', {
        body: {
          name: point,
          kind: 'one_shot',
          connectorId: template.connectorId,
          throughService: true,
          audience: { all: [{ field: 'language', is: [`crash-${guests}`] }] },
          steps: [
            { text: '', waitSeconds: 0, templateId: template.id, variables: { '1': 'you', '2': 'it' } },
          ],
          approval: 'none',
        },
      }),
    )
    await api.POST('/api/v1/campaigns/{campaignId}/launch', { params: { path: { campaignId } } })
    await died()
    await start()
    await leasesEnd()
    return address
  }
  /** The number of the thread its message stands in. */
  const threadOf = (address: string) =>
    asOwner(database.url, async (client) => {
      const { rows } = await client.query<{ from: string }>(
        `select sender.address as from from message join conversation on conversation.id = message.conversation_id
         join sender on sender.id = conversation.sender_id and sender.id = message.sender_id
         where conversation.contact_address = $1 and direction = 'out'`,
        [address],
      )
      return rows.map(({ from }) => from)
    })

  test.each(['after-post', 'before-status', 'after-status'])(
    '%s: found out, sent once, and in the thread of the number it left from',
    async (point) => {
      const address = await crashWhileSending(point)
      await until(
        async () => {
          await checksAreDue()
          return await look(address)
        },
        ({ answersOnPhone, outbound }) => answersOnPhone > 0 && arrived.includes(outbound[0]?.status ?? ''),
      )
      const [received] = (await control.messages(address)).filter(({ direction }) => direction === 'in')
      await until(
        () => threadOf(address),
        ([from]) => from === received!.from,
      )
      expect(await look(address)).toMatchObject({ answersOnPhone: 1, outbound: [{ attempts: 1 }] })
    },
  )

  test('after-marker: shown as unknown, and not sent by itself', async () => {
    const address = await crashWhileSending('after-marker')
    const seen = await until(
      () => look(address),
      ({ outbound }) => outbound[0]?.status === 'unknown',
    )
    expect(seen).toEqual({ inbound: 0, outbound: [{ status: 'unknown', attempts: 1 }], answersOnPhone: 0 })
  })
})
