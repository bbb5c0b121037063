import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { silentLog } from '../server/platform/log.ts'
import { startSimulator } from '../simulator/app.ts'
import { freePort } from '../tests/free-port.ts'
import { password } from '../tests/world/cast.ts'
import { seedWorld } from '../tests/world/seed.ts'
import { must, signIn } from '../tests/world/session.ts'
import { cpuOfServer } from './cpu.ts'

/** A real PostgreSQL that syncs to the disk, a simulator, and the hub as a process of its own with the demo world in it. */
export async function startGround(roles: 'web' | 'web,worker') {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: silentLog })
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1' })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const hub = startProcess('../server/main.ts', {
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: postgres.url,
    TWILIO_API_URL: simulator.url,
    PUBLIC_URL: url,
    ROLES: roles,
    LOG_LEVEL: 'error',
  })
  await untilAnswers(`${url}/readyz`)
  await seedWorld(url, simulator.url)
  const session = await signIn(url, 'owner@aurora.test', password)
  const { items } = await must(session!.api.GET('/api/v1/connectors'))
  return {
    url,
    hub,
    postgresUrl: postgres.url,
    simulatorUrl: simulator.url,
    webhookUrl: items[0]!.webhookUrl!,
    /** Microseconds of CPU of the whole PostgreSQL so far. */
    postgresCpu: () => cpuOfServer(folder),
    async [Symbol.asyncDispose]() {
      // It ends what it has in flight, for which it needs its database.
      const ended = hub.exitCode === null ? once(hub, 'exit') : null
      hub.kill('SIGTERM')
      await ended
      await simulator[Symbol.asyncDispose]()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function startProcess(file: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

export async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`${url} does not answer`)
}

/** @returns how many rows it gave or changed */
export async function query(url: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(text)
  await client.end()
  return rowCount ?? 0
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
