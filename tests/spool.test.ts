import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

/** A line that is still being written ends nowhere. */
const isWhole = (line: string) => line.endsWith('}')

// PostgreSQL is really stopped while guests write, and started again.

const front = 'whatsapp:+12025550101'
const guests = ['whatsapp:+4915880000001', 'whatsapp:+4915880000002', 'whatsapp:+4915880000003']

describe.each([
  ['one process', ['web,worker']],
  ['a process at the door and one behind it', ['web', 'worker']],
])('%s', (_, roles) => {
  const stack = new AsyncDisposableStack()
  let folder: string
  let postgres: EmbeddedPostgres
  let simulatorUrl: string
  let control: SimulatorControl
  let startWorker: () => Promise<AsyncDisposable>
  let worker: AsyncDisposable

  const startPostgres = () => startEmbeddedPostgres({ dataDir: folder, log: silentLog, fsync: false })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-spool-'))
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    postgres = await startPostgres()
    stack.defer(() => postgres.stop())
    const simulator = stack.use(await startSimulator({ port: 0, host: '127.0.0.1' }))
    simulatorUrl = simulator.url
    control = controlSimulator(simulator.url)
    const publicPort = await freePort()
    // Each has a disk of its own, as on two machines.
    const start = (role: string, port: number) =>
      startParley(
        readConfig({
          PORT: String(port),
          ROLES: role,
          DATA_DIR: join(folder, role),
          SECRET_KEY: 'b'.repeat(64),
          DATABASE_URL: postgres.url,
          TWILIO_API_URL: simulator.url,
          PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
          LOG_LEVEL: 'fatal',
        }),
      )
    const door = stack.use(await start(roles[0]!, publicPort))
    startWorker = async () => (roles[1] ? start(roles[1], await freePort()) : door)
    worker = await startWorker()
    stack.defer(() => worker[Symbol.asyncDispose]())
    await seedWorld(door.url, simulator.url)
    expect(await signIn(door.url, 'owner@aurora.test', password)).toBeDefined()
    for (const [at, address] of guests.entries())
      await control.addPhone({ address, profile_name: `Guest ${at + 1}` })
  })
  afterAll(() => stack.disposeAsync())

  /** How many messages wait on the disk. One may be written there twice: a drain took its file away while it was being written. */
  const spooled = async () => {
    const spool = join(folder, roles[0]!, 'spool')
    const files = await Promise.all(
      // A file may be handed over while we look.
      (await readdir(spool)).map((name) => readFile(join(spool, name), 'utf8').catch(() => '')),
    )
    const rows = files
      .join('')
      .split('\n')
      .filter(isWhole)
      .map((line) => JSON.parse(line) as { messageSid: string })
    return new Set(rows.map(({ messageSid }) => messageSid)).size
  }

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
    await until(spooled, (messages) => messages === 9)
    const answer = await fetch(`${simulatorUrl}/simulator/api/requests?kind=webhook`)
    const { requests } = (await answer.json()) as {
      requests: { url: string; attempts: { status: number | null }[] }[]
    }
    const inbound = requests.filter(({ url }) => url.includes('/inbound')).slice(0, 9)
    expect(inbound.map(({ attempts }) => attempts.at(-1)?.status)).toEqual(
      Array.from({ length: 9 }, () => 200),
    )

    postgres = await startPostgres()
    for (const address of guests) {
      await until(
        () => threadOf(address),
        (bodies) => bodies.length >= 4,
      )
      expect(await threadOf(address)).toEqual(['Before', 'One', 'Two', 'Three'])
    }
    await until(spooled, (messages) => messages === 0)
  })

  test.runIf(roles.length > 1)(
    'what came while nobody worked behind the door is left to people when it is too late to be answered by itself',
    async () => {
      const guest = 'whatsapp:+4915880000009'
      await control.addPhone({ address: guest, profile_name: 'Late guest' })
      await worker[Symbol.asyncDispose]()
      await control.write(guest, front, 'What time is breakfast?')
      const wait = () =>
        asOwner(postgres.url, async (client) => {
          const { rowCount } = await client.query(
            "update inbound_event set received_at = received_at - interval '7 hours' where id in (select unnest(ids) from inbound_batch)",
          )
          return rowCount
        })
      await until(wait, (rows) => rows === 1)
      worker = await startWorker()
      const seen = await until(
        () =>
          asOwner(postgres.url, async (client) => {
            const { rows } = await client.query<{
              hours: number
              waitingReason: string | null
              turns: number
            }>(
              `select round(extract(epoch from now() - last_inbound_at) / 3600)::int as hours, waiting_reason as "waitingReason",
                 (select count(*)::int from turn where turn.conversation_id = conversation.id) as turns
               from conversation where contact_address = $1`,
              [guest],
            )
            return rows[0]
          }),
        (row) => typeof row?.waitingReason === 'string',
      )
      expect(seen).toEqual({ hours: 7, waitingReason: 'agent_off', turns: 0 })
    },
  )
})
