import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { until } from './hub.ts'
import { organizations, password } from './world/cast.ts'
import { controlSimulator, type SimulatorControl } from './world/phone.ts'
import { must, type Session, signIn } from './world/session.ts'

// `npm run demo` as a person starts it, and everything of it killed as `kill -9` kills: the hub, the simulator and npm. Only
// PostgreSQL lives on, as it does on a person's machine. What the phones hold is the independent ledger.

const frontDesk = organizations.aurora.senders[0]
const root = resolve(import.meta.dirname, '..')
let dataDir: string
let ports: { hub: number; simulator: number }
let phones: SimulatorControl
let demo: ChildProcess
let said = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-demo-'))
  ports = { hub: await freePort(), simulator: await freePort() }
  phones = controlSimulator(`http://127.0.0.1:${ports.simulator}`)
})
afterAll(async () => {
  await killEverything()
  const postmaster = Number(
    readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0],
  )
  process.kill(postmaster, 'SIGQUIT')
  await until(
    async () => isAlive(postmaster),
    (alive) => !alive,
  )
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
})

function start(): void {
  said = ''
  demo = spawn('npm', ['run', 'demo'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(ports.hub),
      SIMULATOR_PORT: String(ports.simulator),
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [demo.stdout, demo.stderr])
    stream?.on('data', (part: Buffer) => (said += part.toString()))
}

const hasSaid = (words: string) =>
  until(
    async () => said,
    (text) => text.includes(words),
    600,
  )
const isThere = () => hasSaid('Three things to try')

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Processes that this one started, and theirs, without PostgreSQL. */
function familyOf(parent: number): number[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, name = '', rest = ''] =
          /^\d+ \((.*)\) \S (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
        return [{ pid: Number(pid), name, parent: Number(rest.split(' ')[0]) }]
      } catch {
        return []
      }
    })
  const children = stats.filter((one) => one.parent === parent && one.name !== 'postgres')
  return children.flatMap(({ pid }) => [pid, ...familyOf(pid)])
}

async function killEverything(): Promise<number> {
  const family = [demo.pid!, ...familyOf(demo.pid!)].filter(isAlive)
  for (const pid of family) process.kill(pid, 'SIGKILL')
  await until(
    () =>
      fetch(`http://127.0.0.1:${ports.hub}/healthz`).then(
        () => true,
        () => false,
      ),
    (answers) => !answers,
  )
  return family.length
}

const enter = async (): Promise<Session['api']> =>
  (await signIn(`http://127.0.0.1:${ports.hub}`, organizations.aurora.owner.email, password))!.api

/** The thread with this address as the hub has it; empty before the first message is in. */
async function threadOf(api: Session['api'], address: string) {
  const query = { search: address.replace('whatsapp:', '') }
  const [found] = (await must(api.GET('/api/v1/conversations', { params: { query } }))).items
  if (!found) return []
  const params = { path: { conversationId: found.id } }
  const { items } = await must(api.GET('/api/v1/conversations/{conversationId}/messages', { params }))
  return items.map(({ id, direction, body, status }) => ({ id, direction, body, status }))
}

const onPhone = async (address: string) =>
  (await phones.messages(address)).map(({ sid, direction, body }) => ({ sid, direction, body }))

const arrived = ['delivered', 'read']
/** Told to nobody whether it went out: shown to a person, never guessed. */
const asked = ['held', 'unknown']

describe('npm run demo', () => {
  test('killed while it builds its world, it completes it at the next start', async () => {
    start()
    await hasSaid('Setting up Hotel Aurora')
    await until(enterOrNull, (api) => api !== null)
    const early = await fetch(`http://127.0.0.1:${ports.hub}/readyz`)
    expect([early.status, await early.json()]).toEqual([503, { status: 'not ready', failing: ['world'] }])
    expect(await killEverything()).toBeGreaterThan(2)
    expect(said).not.toContain('Three things to try')
    start()
    await isThere()
    expect((await fetch(`http://127.0.0.1:${ports.hub}/readyz`)).status).toBe(200)
    const { items } = await must((await enter()).GET('/api/v1/agents'))
    const { agents } = organizations.aurora
    expect(items.map(({ name, articleCount }) => `${name}: ${articleCount}`).toSorted()).toEqual(
      agents.map(({ name, knowledge }) => `${name}: ${knowledge.length}`).toSorted(),
    )
  }, 1_800_000)

  test('killed in the midst of answering, it has lost nothing and says nothing twice', async () => {
    const guests = Array.from({ length: 6 }, (_, nth) => `whatsapp:+4915123000${nth}00`)
    const [first, ...others] = guests as [string, ...string[]]
    for (const [nth, address] of guests.entries())
      await phones.addPhone({ address, profile_name: `Guest ${nth}` })
    await phones.write(first, frontDesk, 'What time is breakfast?')
    const api = await enter()
    const before = await until(
      () => threadOf(api, first),
      (thread) => thread.length === 2 && arrived.includes(thread[1]!.status),
    )
    const heldBefore = await onPhone(first)
    expect(heldBefore.map(({ direction }) => direction)).toEqual(['out', 'in'])

    // One after the other, so that each is somewhere else on its way when the end comes.
    for (const address of others) {
      await phones.write(address, frontDesk, 'What time is breakfast?')
      await new Promise((done) => setTimeout(done, 250))
    }
    expect(await killEverything()).toBeGreaterThan(2)
    start()
    await isThere()

    const again = await enter()
    expect(await threadOf(again, first)).toEqual(before)
    expect(await onPhone(first)).toEqual(heldBefore)
    for (const address of others) {
      const thread = await until(
        () => threadOf(again, address),
        (seen) => seen.length === 2 && [...arrived, ...asked].includes(seen[1]!.status),
        300,
      )
      expect(thread.map(({ direction }) => direction)).toEqual(['in', 'out'])
      const phone = await onPhone(address)
      expect(phone.filter(({ direction }) => direction === 'out')).toHaveLength(1)
      const answers = phone.filter(({ direction }) => direction === 'in')
      if (arrived.includes(thread[1]!.status))
        expect(answers.map(({ body }) => body)).toEqual([thread[1]!.body])
      else expect(answers.length).toBeLessThan(2)
    }
  }, 1_800_000)
})

const enterOrNull = () => enter().catch(() => null)
