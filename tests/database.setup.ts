import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { silentLog } from '../server/platform/log.ts'
import { migrate } from '../server/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection of the owner, to the database `postgres`. */
    serverUrl: string
    /** The migrated database from which each test file takes its copy. */
    template: string
  }
}

const prefix = 'parley-test-'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The server that still runs on this folder's files, if one does. */
function serverOf(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) ? pid : null
  } catch {
    return null
  }
}

/** A run that was killed could not clean up: its server is stopped and its folder removed by the next one. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    if (isAlive(Number(name.slice(prefix.length).split('-')[0]))) continue
    const folder = join(tmpdir(), name)
    const pid = serverOf(folder)
    if (pid !== null) {
      process.kill(pid, 'SIGQUIT')
      while (serverOf(folder) !== null) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, stop: async () => undefined }
  await sweep()
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, fsync: false })
  const stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  return { url: server.url, stop }
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** One PostgreSQL for the whole run, with a migrated template database in it. Returns how to take it away again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  try {
    const serverUrl = new URL(server.url)
    serverUrl.pathname = '/postgres'
    const template = `parley_template_${process.pid}`
    await asOwner(serverUrl.href, `drop database if exists ${template}`)
    await asOwner(serverUrl.href, `create database ${template}`)
    const templateUrl = new URL(server.url)
    templateUrl.pathname = `/${template}`
    await migrate({ url: templateUrl.href })
    project.provide('serverUrl', serverUrl.href)
    project.provide('template', template)
    return async () => {
      await asOwner(serverUrl.href, `drop database if exists ${template} with (force)`)
      await server.stop()
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
