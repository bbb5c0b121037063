import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { ConfigContradiction } from './config.ts'
import type { Log } from './log.ts'
import { findPostgresOwner } from './postgres-owner.ts'
import {
  findBinaries,
  findPostmaster,
  initialize,
  lastWords,
  launchServer,
  type PostgresPlace,
  stopPostmaster,
  superuser,
} from './postgres-server.ts'

export interface EmbeddedPostgres extends AsyncDisposable {
  /** Of the database `parley`, as its owner. Stays the same when the server has to be started again. */
  url: string
  stop(): Promise<void>
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

function keep(path: string, make: () => string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    const made = make()
    writeFileSync(path, made, { mode: 0o600 })
    return made
  }
}

/** The port when it is free on 127.0.0.1 (any free one for 0), else null. */
const tryPort = (port: number) =>
  new Promise<number | null>((done) => {
    const probe = createServer()
    probe.once('error', () => done(null))
    probe.listen(port, '127.0.0.1', () => {
      const found = probe.address()
      probe.close(() => done(typeof found === 'object' && found !== null ? found.port : null))
    })
  })

const urlOf = (port: number, password: string, database: string) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Connects to the server that answers on this port, if it runs on our files and takes our password. */
async function greet(place: PostgresPlace, port: number, password: string): Promise<Client | null> {
  try {
    const client = await connect(urlOf(port, password, 'postgres'))
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (rows[0] && realpathSync(rows[0].data_directory) === realpathSync(place.data)) return client
    await client.end()
  } catch {
    // Not there, still starting, or not ours: the caller decides by the pid file.
  }
  return null
}

interface Running {
  pid: number
  port: number
  client: Client
}

/** Adopts the living server of these files, or starts one. Its predecessor may still be on its way out, so it tries for 15 s. */
async function bringUp(place: PostgresPlace, password: string, fsync: boolean): Promise<Running> {
  const portFile = join(place.home, 'port')
  const deadline = Date.now() + 15_000
  do {
    const kept = Number(keep(portFile, () => '0'))
    const started =
      findPostmaster(place) === null
        ? launchServer(place, (await tryPort(kept)) ?? (await tryPort(0)) ?? 0, fsync)
        : null
    const running = await waitUntilReady(place, password, started)
    if (running !== null) {
      writeFileSync(portFile, String(running.port), { mode: 0o600 })
      return running
    }
    const silent = findPostmaster(place)
    if (silent !== null) await stopPostmaster(place, silent.pid)
    await pause(100)
  } while (Date.now() < deadline)
  throw new Error(`PostgreSQL does not start on ${place.data}. Its last words:\n${lastWords(place)}`)
}

/**
 * Null when the server ended, when the one just started does not appear within 5 s, or when it is up and does not answer
 * us for 10 s. Recovery after a crash may take 10 min.
 */
async function waitUntilReady(
  place: PostgresPlace,
  password: string,
  started: ChildProcess | null,
): Promise<Running | null> {
  const begun = Date.now()
  let readySince: number | null = null
  for (;;) {
    const found = findPostmaster(place)
    if (found?.ready) {
      readySince ??= Date.now()
      const client = await greet(place, found.port, password)
      if (client !== null) return { pid: found.pid, port: found.port, client }
      if (Date.now() - readySince > 10_000) return null
    }
    const ended = started === null || started.exitCode !== null || started.signalCode !== null
    if (found === null && ended) return null
    if (Date.now() - begun > (found === null ? 5000 : 600_000)) return null
    await pause(5)
  }
}

const programLock = 7_274_001

/** The lock lives as long as our connection, so a killed program frees it; its server may need a moment to notice. */
async function takeLock(client: Client): Promise<boolean> {
  for (let round = 0; round < 40; round++) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      programLock,
    ])
    if (rows[0]?.taken) return true
    await pause(50)
  }
  return false
}

async function preparePlace(dataDir: string): Promise<PostgresPlace> {
  const home = resolve(dataDir, 'postgres')
  const binaries = await findBinaries()
  mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  const real = realpathSync(home)
  return {
    home: real,
    data: join(real, 'data'),
    owner: findPostgresOwner([real, binaries.postgres]),
    binaries,
  }
}

/**
 * A real PostgreSQL 18 under `dataDir`/postgres, listening on 127.0.0.1 only, with a password of its own. A server that
 * outlived a killed program is adopted. One program owns it at a time: a second one is refused with a sentence. Should
 * the server die while the program lives, it is started again on the same port.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  log: Log
  /** False only for tests: a crash of the machine may then lose what was committed. */
  fsync?: boolean
}): Promise<EmbeddedPostgres> {
  const { log, fsync = true } = options
  const place = await preparePlace(options.dataDir)
  const password = keep(join(place.home, 'password'), () => randomBytes(24).toString('base64url'))
  await initialize(place, password, fsync)
  let stopping = false
  let reviving = Promise.resolve()
  let running = await bringUp(place, password, fsync)

  const guard = async () => {
    if (!(await takeLock(running.client))) {
      await running.client.end()
      throw new ConfigContradiction(
        `Another Parley already runs on ${resolve(options.dataDir)}. Stop it, or give this one its own DATA_DIR.`,
      )
    }
    running.client.once('end', () => void (reviving = revive()))
  }
  const revive = async (): Promise<void> => {
    if (stopping) return
    log.error('The connection to the embedded PostgreSQL was lost; it is looked for, and started if need be')
    try {
      running = await bringUp(place, password, fsync)
      await guard()
    } catch (error) {
      log.error({ err: error }, 'The embedded PostgreSQL did not come back; trying again')
      await pause(1000)
      await revive()
    }
  }
  await guard()
  const { rowCount } = await running.client.query("select from pg_database where datname = 'parley'")
  if (rowCount === 0) await running.client.query('create database parley')

  const stop = async () => {
    if (stopping) return
    stopping = true
    // A server that is just being started again would outlive us.
    await reviving
    await running.client.end().catch(() => undefined)
    await stopPostmaster(place, running.pid)
  }
  return { url: urlOf(running.port, password, 'parley'), stop, [Symbol.asyncDispose]: stop }
}
