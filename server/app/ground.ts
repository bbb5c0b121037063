import { join } from 'node:path'
import type { Pool } from 'pg'
import { type Clock, followClock, systemClock } from '#platform/clock.ts'
import { type Config, ownOrigins } from '#platform/config.ts'
import { type Database, identityPool, openDatabase } from '#platform/db.ts'
import { type Egress, openEgress } from '#platform/egress.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { type Files, openFiles } from '#platform/files.ts'
import { type Jobs, openJobs } from '#platform/jobs.ts'
import { type Live, openLive } from '#platform/live.ts'
import { type Log, openLog } from '#platform/log.ts'
import { type Metrics, openMetrics } from '#platform/metrics.ts'
import { migrate } from '#platform/migrate.ts'
import { deriveKey, loadSecretKeys, type SecretKeys } from '#platform/secret-keys.ts'
import { checkSecretKeys, openSecrets, type Secrets } from '#platform/secrets.ts'
import { type Connections, openConnections } from '#twilio/connections.ts'
import { subscriptions } from './subscriptions.ts'

/** What everything stands on, opened in order and closed in the opposite one. */
export interface Ground {
  config: Config
  log: Log
  metrics: Metrics
  clock: Clock
  keys: SecretKeys
  secrets: Secrets
  database: Database
  identityPool: Pool
  jobs: Jobs
  live: Live
  files: Files
  egress: Egress
  connections: Connections
  /** Where browsers and Twilio reach us. */
  publicUrl: string
  origins: readonly string[]
}

export async function layGround(config: Config, stack: AsyncDisposableStack): Promise<Ground> {
  const keys = await loadSecretKeys(config.secret)
  const log = openLog({ level: config.logLevel, hashKey: deriveKey(keys[0], 'log') })
  const metrics = openMetrics()
  const url = await openUrl(config, log, stack)
  await migrate({ url })
  const database = stack.use(await openDatabase({ url, subscriptions, log }))
  await checkSecretKeys(database, keys)
  const pool = identityPool(url)
  stack.defer(() => pool.end())
  const live = stack.use(openLive(database, url, log))
  const egress = openEgress(config.egressAllow)
  stack.defer(() => egress.close())
  const publicUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`
  return {
    config,
    log,
    metrics,
    clock: config.clockUrl === null ? systemClock : stack.use(await followClock(config.clockUrl)),
    keys,
    secrets: openSecrets(keys),
    database,
    identityPool: pool,
    jobs: stack.use(await openJobs({ url, log, metrics })),
    live,
    files: await openFiles(config.media),
    egress,
    connections: stack.use(openConnections()),
    publicUrl,
    origins: ownOrigins(config),
  }
}

async function openUrl(
  { database, dataDir }: Config,
  log: Log,
  stack: AsyncDisposableStack,
): Promise<string> {
  if (database.kind === 'url') return database.url
  return stack.use(await startEmbeddedPostgres({ dataDir: join(dataDir), log })).url
}
