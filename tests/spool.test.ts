import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startParley } from '../server/app/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { silentLog } from '../server/platform/log.ts'
import { startSimulator } from '../simulator/app.ts'
import { freePort } from './free-port.ts'
import { until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password } from './world/cast.ts'
import { controlSimulator, type SimulatorControl } from './world/phone.ts'
import { seedWorld } from './world/seed.ts'
import { signIn } from './world/session.ts'

// PostgreSQL is really stopped while guests write, and started again.

const front = 'whatsapp:+12025550101'
const guests = ['whatsapp:+4915880000001', 'whatsapp:+4915880000002', 'whatsapp:+4915880000003']
const stack = new AsyncDisposableStack()
let folder: string
let postgres: EmbeddedPostgres
let simulatorUrl: string
let control: SimulatorControl

const startPostgres = () => startEmbeddedPostgres({ dataDir: folder, log: silentLog, fsync: false })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  postgres = await startPostgres()
  stack.defer(() => postgres.stop())
  const simulator = stack.use(await startSimulator({ port: 0, host: '127.0.0.1' }))
  simulatorUrl = simulator.url
  control = controlSimulator(simulator.url)
  const port = await freePort()
  const hub = stack.use(
    await startParley(
      readConfig({
        PORT: String(port),
        DATA_DIR: folder,
        DATABASE_URL: postgres.url,
        TWILIO_API_URL: simulator.url,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        LOG_LEVEL: 'fatal',
      }),
    ),
  )
  await seedWorld(hub.url, simulator.url)
  expect(await signIn(hub.url, 'owner@aurora.test', password)).toBeDefined()
  for (const [at, address] of guests.entries())
    await control.addPhone({ address, profile_name: `Guest ${at + 1}` })
}, 120_000)
afterAll(() => stack.disposeAsync())

const spooled = async () =>
  (await readFile(join(folder, 'spool/current.jsonl'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '').length

/** What the hub has of a guest's own messages, in the order of the thread. */
const threadOf = (address: string) =>
  asOwner(postgres.url, async (client) => {
    const { rows } = await client.query<{ body: string }>(
      `select message.body from message join conversation on conversation.id = message.conversation_id
       where conversation.contact_address = $1 and message.direction = 'in' order by message.position`,
      [address],
    )
    return rows.map(({ body }) => body)
  })

test('while PostgreSQL is away webhooks are answered and kept, and all are in their threads once it is back', async () => {
  for (const address of guests) await control.write(address, front, 'Before')
  for (const address of guests) {
    await until(
      () => threadOf(address),
      (bodies) => bodies.length === 1,
    )
  }
  await postgres.stop()
  for (const text of ['One', 'Two', 'Three'])
    for (const address of guests) await control.write(address, front, text)
  await until(spooled, (lines) => lines === 9, 30)
  const answer = await fetch(`${simulatorUrl}/simulator/api/requests?kind=webhook`)
  const { requests } = (await answer.json()) as {
    requests: { url: string; attempts: { status: number | null }[] }[]
  }
  const inbound = requests.filter(({ url }) => url.includes('/inbound')).slice(0, 9)
  expect(inbound.map(({ attempts }) => attempts.at(-1)?.status)).toEqual(Array.from({ length: 9 }, () => 200))

  postgres = await startPostgres()
  for (const address of guests) {
    await until(
      () => threadOf(address),
      (bodies) => bodies.length >= 4,
      30,
    )
    expect(await threadOf(address)).toEqual(['Before', 'One', 'Two', 'Three'])
  }
  expect(await spooled()).toBe(0)
}, 120_000)
