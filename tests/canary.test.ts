import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSimulator } from '../simulator/app.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { until } from './hub.ts'
import { controlSimulator, type SimulatorControl } from './world/phone.ts'
import { must, type Session, signUp } from './world/session.ts'

// Secrets and people's words that can be told apart from everything else go through the whole program at its most talkative,
// when all is well and when all goes wrong. None of them may stand in its log.

const sid = `AC${'c'.repeat(32)}`
const canaries = {
  token: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  wrongToken: 'bad0cafebad0cafebad0cafebad0cafe',
  password: 'canary-password-7431',
  phone: '4915129991117',
  written: 'the canary sings at midnight',
  answered: 'we hear the canary too',
}
const sender = 'whatsapp:+12025550299'
let database: FreshDatabase
let simulator: Awaited<ReturnType<typeof startSimulator>>
let control: SimulatorControl
let dataDir: string
let url: string
let hub: ChildProcess
let log = ''

beforeAll(async () => {
  database = await freshDatabase()
  simulator = await startSimulator({ port: 0, host: '127.0.0.1' })
  control = controlSimulator(simulator.url)
  dataDir = await mkdtemp(join(tmpdir(), 'parley-canary-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  hub = spawn(process.execPath, [resolve(import.meta.dirname, '../server/main.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      TWILIO_API_URL: simulator.url,
      LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [hub.stdout, hub.stderr])
    stream?.on('data', (part: Buffer) => (log += part.toString()))
  await until(
    () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
  )
})
afterAll(async () => {
  hub.kill('SIGKILL')
  await simulator[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

async function ask(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${simulator.url}/simulator/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect([path, answer.ok]).toEqual([path, true])
}

/** Credentials first wrong, then right; answers the secret part of the webhook's address. */
async function connect({ api }: Session): Promise<string> {
  await ask('POST', '/accounts', { sid, auth_token: canaries.token })
  await ask('PUT', `/senders/${encodeURIComponent(sender)}`, { account_sid: sid, status: 'ONLINE' })
  const body = { name: 'Line', accountSid: sid, authToken: canaries.wrongToken }
  const { id: connectorId } = await must(api.POST('/api/v1/connectors', { body }))
  const params = { path: { connectorId } }
  await must(api.PATCH('/api/v1/connectors/{connectorId}', { params, body: { authToken: canaries.token } }))
  const { items } = await must(api.GET('/api/v1/connectors/{connectorId}/senders', { params }))
  const active = { active: items.map(({ id }) => id) }
  await must(api.PUT('/api/v1/connectors/{connectorId}/senders', { params, body: active }))
  await must(api.POST('/api/v1/connectors/{connectorId}/webhooks', { params }))
  const { webhookUrl } = await must(api.GET('/api/v1/connectors/{connectorId}', { params }))
  return /webhooks\/twilio\/([^/]+)/.exec(webhookUrl ?? '')![1]!
}

async function converse({ api }: Session, secret: string): Promise<void> {
  const address = `whatsapp:+${canaries.phone}`
  await control.addPhone({ address, profile_name: 'Kanaria' })
  await control.write(address, sender, canaries.written)
  const conversation = await until(
    async () => (await must(api.GET('/api/v1/conversations'))).items[0],
    (found) => found !== undefined,
  )
  // Twilio refuses the first, and takes the second.
  await ask('PUT', '/faults', {
    match: { method: 'POST', path: '/2010-04-01/Accounts/*/Messages.json' },
    effect: { status: { http: 400, code: 21211 } },
    times: 1,
  })
  for (let nth = 0; nth < 2; nth += 1) {
    const body = { conversationId: conversation!.id, body: canaries.answered }
    await must(api.POST('/api/v1/messages', { body }))
  }
  await until(
    () => control.messages(address),
    (messages) => messages.some(({ body }) => body === canaries.answered),
  )
  // What a stranger sends to our address, and what nobody can read.
  const form = { From: address, To: sender, Body: canaries.written, MessageSid: `SM${'e'.repeat(32)}` }
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'wrong' }
  const where = `${url}/webhooks/twilio/${secret}/inbound`
  const stranger = await fetch(where, { method: 'POST', headers, body: new URLSearchParams(form) })
  expect(stranger.status).toBe(403)
  await fetch(`${url}/api/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${canaries.token}` },
    body: `{"body": "${canaries.written}"`,
  })
}

test('no secret and nobody’s words or number stand in the log', async () => {
  const session = (await signUp(url, 'Kim', 'kim@canary.test', canaries.password))!
  await must(session.api.POST('/api/v1/organizations', { body: { name: 'Canary' } }))
  const secret = await connect(session)
  const key = await must(session.api.POST('/api/v1/keys', { body: { name: 'Script', role: 'admin' } }))
  const answer = await fetch(`${url}/api/v1/contacts`, { headers: { authorization: `Bearer ${key.secret}` } })
  expect(answer.status).toBe(200)
  await converse(session, secret)
  hub.kill('SIGTERM')
  await once(hub, 'close')

  // The log speaks of what happened, so there was something to keep quiet about.
  expect(log.split('\n').length).toBeGreaterThan(10)
  const found = Object.entries({ ...canaries, webhook: secret, key: key.secret })
  expect(found.filter(([, canary]) => log.includes(canary)).map(([name]) => name)).toEqual([])
  expect(await filesWith([canaries.token, canaries.password, key.secret])).toEqual([])
})

/** Files of ours that hold one of these as plain text. */
async function filesWith(secrets: readonly string[]): Promise<string[]> {
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'latin1') })))
  return texts.filter(({ text }) => secrets.some((one) => text.includes(one))).map(({ path }) => path)
}
