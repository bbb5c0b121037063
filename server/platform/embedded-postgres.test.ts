import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { silentLog } from './log.ts'
import { barrier } from './postgres-owner.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-embedded-'))
const dataDir = join(folder, 'data')
const pidFile = join(dataDir, 'postgres/data/postmaster.pid')
const start = () => startEmbeddedPostgres({ dataDir, log: silentLog, fsync: false })
const postmaster = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0])
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows as Row[]
}

/** Another program that starts the same database, says its URL and stays. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)})
    const { silentLog } = await import(${JSON.stringify(new URL('log.ts', import.meta.url).href)})
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: silentLog, fsync: false })
    console.log(server.url)
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  )
  return { child, url }
}
async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

test('it starts from nothing, keeps what was written, and is gone after stopping', async () => {
  const first = await start()
  await ask(first.url, 'create table kept (n integer); insert into kept values (7)')
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()
  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }])
  await second.stop()
})

test('it is PostgreSQL 18 in UTF-8 and UTC, on this machine only, behind a password', async () => {
  await using server = await start()
  const [row] = await ask(
    server.url,
    `select current_setting('server_version') as version, current_setting('listen_addresses') as listens,
      current_setting('server_encoding') as encoding, current_setting('timezone') as zone, current_setting('unix_socket_directories') as sockets`,
  )
  expect(row).toMatchObject({
    version: expect.stringMatching(/^18/),
    listens: '127.0.0.1',
    encoding: 'UTF8',
    zone: 'UTC',
    sockets: '',
  })
  await expect(ask(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
  expect(statSync(join(dataDir, 'postgres/password')).mode & 0o077).toBe(0)
})

test('a second program on the same folder is refused with a sentence, and the first goes on', async () => {
  const elsewhere = await startElsewhere()
  await expect(start()).rejects.toThrow(/Another Parley already runs on .*DATA_DIR/)
  expect(await ask(elsewhere.url, 'select 1 as n')).toEqual([{ n: 1 }])
  await kill(elsewhere.child)
})

test('a server that outlived a killed program is adopted, and stopped with its new owner', async () => {
  const elsewhere = await startElsewhere()
  const pid = postmaster()
  await kill(elsewhere.child)
  expect(await ask(elsewhere.url, 'select 1 as n')).toEqual([{ n: 1 }])
  const server = await start()
  expect([server.url, postmaster()]).toEqual([elsewhere.url, pid])
  await server.stop()
  await expect(ask(server.url, 'select 1')).rejects.toThrow()
})

test('a pid file left by a crash, whose number another program has now, does not stop the start', async () => {
  writeFileSync(pidFile, `${process.pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n\nready\n`)
  await using server = await start()
  expect(await ask(server.url, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('a server that dies is started again at the same address', async () => {
  await using server = await start()
  const pid = postmaster()
  process.kill(pid, 'SIGQUIT')
  for (;;) {
    const answer = await ask(server.url, 'select 1 as n').catch(() => null)
    if (answer !== null) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(postmaster()).not.toBe(pid)
})

test('a folder that its user may not enter is found', () => {
  const closed = join(folder, 'closed')
  rmSync(closed, { recursive: true, force: true })
  const nobody = { uid: 65_534, gid: 65_534 }
  chmodSync(folder, 0o711)
  expect(barrier(folder, nobody)).toBeNull()
  chmodSync(folder, 0o700)
  expect(barrier(join(folder, 'missing'), nobody)).toBe(folder)
})
