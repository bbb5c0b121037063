import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Simulator } from './app.ts'
import { FRONT_DESK, openTwilio, TestPhone, until } from './testing/drive.ts'

let folder: string
const started: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-main-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function run(env: Record<string, string>): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let text = ''
  child.stdout.on('data', (part: Buffer) => (text += part.toString()))
  child.stderr.on('data', (part: Buffer) => (text += part.toString()))
  return { child, said: () => text }
}

/** The program on a free port, as soon as it has printed its address. */
async function start(env: Record<string, string>): Promise<{ child: ChildProcess; simulator: Simulator }> {
  const { child, said } = run({ SIMULATOR_PORT: '0', ...env })
  const url = await until(() => /http:\/\/[^\s/]+/.exec(said())?.[0])
  const simulator = { url, port: Number(new URL(url).port), [Symbol.asyncDispose]: async () => {} }
  return { child, simulator }
}

async function ended(child: ChildProcess): Promise<void> {
  await until(() => child.exitCode !== null || child.signalCode !== null)
}

test('a killed simulator comes back with its threads', async () => {
  const file = join(folder, 'world.json')
  const first = await start({ SIMULATOR_SNAPSHOT: file })
  const phone = await TestPhone.add(first.simulator)
  const sid = await phone.send({ to: FRONT_DESK, body: 'still here?' })
  await until(async () => (await readFile(file, 'utf8')).includes(sid))
  first.child.kill('SIGKILL')
  await ended(first.child)
  const second = await start({ SIMULATOR_SNAPSHOT: file })
  const again = await TestPhone.add(second.simulator)
  expect(await again.messages()).toMatchObject([{ sid, body: 'still here?' }])
  second.child.kill('SIGTERM')
  await ended(second.child)
  expect(second.child.exitCode).toBe(0)
})

test('what was taken in the instant before a kill is there afterwards', async () => {
  const file = join(folder, 'world.json')
  const first = await start({ SIMULATOR_SNAPSHOT: file })
  const phone = await TestPhone.add(first.simulator)
  await until(async () => (await readFile(file, 'utf8')).includes(phone.address))
  const sids = []
  for (const body of ['one', 'two', 'three']) sids.push(await phone.send({ to: FRONT_DESK, body }))
  first.child.kill('SIGKILL')
  await ended(first.child)
  const second = await start({ SIMULATOR_SNAPSHOT: file })
  const again = await TestPhone.add(second.simulator)
  expect((await again.messages()).map(({ sid }) => sid)).toEqual(sids)
  expect(await readFile(file, 'utf8')).toContain(sids[2])
})

test('the account comes from the environment', async () => {
  const accountSid = `AC${'9'.repeat(32)}`
  const authToken = '8'.repeat(32)
  const { simulator } = await start({ SIMULATOR_ACCOUNT_SID: accountSid, SIMULATOR_AUTH_TOKEN: authToken })
  const client = openTwilio(simulator, accountSid, authToken, accountSid)
  expect((await client.api.v2010.accounts(accountSid).fetch()).sid).toBe(accountSid)
})

test('a port that is none is refused with a sentence', async () => {
  const { child, said } = run({ SIMULATOR_PORT: 'many' })
  await ended(child)
  expect(child.exitCode).toBe(1)
  expect(said()).toContain('SIMULATOR_PORT is "many"')
})

test('npm hands on that it is to end', async () => {
  const child = spawn('npm', ['run', 'simulator'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, SIMULATOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  started.push(child)
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  const url = await until(() => /Simulator: (http:\/\/[^\s/]+)/.exec(said)?.[1])
  child.kill('SIGTERM')
  await ended(child)
  await expect(fetch(`${url}/simulator/api/health`)).rejects.toThrow()
})
