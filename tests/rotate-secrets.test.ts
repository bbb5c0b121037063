import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startParley } from '../server/app/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { startSimulator } from '../simulator/app.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { password, twilioAccount } from './world/cast.ts'
import { must, type Session, signIn, signUp } from './world/session.ts'

// A secret key is replaced as docs/operating.md says: the command as a program of its own, and the hub before and after.

const email = 'owner@rotation.test'
const [oldKey, newKey] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
let database: FreshDatabase
let simulator: Awaited<ReturnType<typeof startSimulator>>
let dataDir: string

beforeAll(async () => {
  database = await freshDatabase()
  simulator = await startSimulator({ port: 0, host: '127.0.0.1' })
  dataDir = await mkdtemp(join(tmpdir(), 'parley-rotation-'))
})
afterAll(async () => {
  await simulator[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

/** A hub that knows these secret keys, for as long as `act` runs. */
async function withHub<T>(secretKeys: string, act: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort()
  await using parley = await startParley(
    readConfig({
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      TWILIO_API_URL: simulator.url,
      SECRET_KEY: secretKeys,
      LOG_LEVEL: 'silent',
    }),
  )
  return await act(parley.url)
}

async function rotate(): Promise<{ code: number; said: string }> {
  const program = spawn(process.execPath, [resolve(import.meta.dirname, '../server/rotate-secrets.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      SECRET_KEY: `new:${newKey},old:${oldKey}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()))
  const [code] = (await once(program, 'close')) as [number]
  return { code, said }
}

/** Whether the hub can read the credentials it keeps: Twilio is asked with them. */
async function healthOf({ api }: Session): Promise<string> {
  const { data, response } = await api.GET('/api/v1/connectors')
  if (!data) return String(response.status)
  const params = { path: { connectorId: data.items[0]!.id } }
  return (await must(api.POST('/api/v1/connectors/{connectorId}/test', { params }))).health
}

test('a secret key is rotated by the command, and what was sealed is read with the new one alone', async () => {
  await withHub(`old:${oldKey}`, async (url) => {
    const session = (await signUp(url, 'Rita', email, password))!
    await must(session.api.POST('/api/v1/organizations', { body: { name: 'Rotation' } }))
    const body = { name: 'Line', accountSid: twilioAccount.sid, authToken: twilioAccount.token }
    await must(session.api.POST('/api/v1/connectors', { body }))
    expect(await healthOf(session)).toBe('connected')
  })
  const withNewAlone = () =>
    withHub(`new:${newKey}`, async (url) => await healthOf((await signIn(url, email, password))!))
  // What is sealed could not be read, so nothing starts.
  await expect(withNewAlone()).rejects.toThrow('This database was sealed with another secret key')

  const first = await rotate()
  expect(first).toMatchObject({ code: 0 })
  expect(first.said).toContain('"changed":1')
  expect(first.said).not.toContain(oldKey)
  expect(first.said).not.toContain(newKey)
  expect(await withNewAlone()).toBe('connected')
  // A command that is given twice changes nothing more.
  expect((await rotate()).said).toContain('"changed":0')
})
