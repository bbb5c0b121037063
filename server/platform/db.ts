import type { News } from '@parley/contract/news.ts'
import type { Kysely, RawBuilder } from 'kysely'
import { DatabaseError, Pool, type PoolClient, type QueryResult } from 'pg'
import type { JobInsert } from 'pg-boss'
import { type Change, eventChannel, insertion } from './change.ts'
import { openPool, send, surviveLosses } from './connection.ts'
import { type Hints, openHints } from './hints.ts'
import type { Log } from './log.ts'
import { openQueueWriter, type QueueWriter, workChannel } from './queues.ts'
import { isRefusal } from './refusal.ts'
import { storableJson } from './storable.ts'
import type { Tables } from './tables.generated.ts'
import { beginFor, fillStage, insertAlone, type OpeningId, type Stage, transact } from './transaction.ts'

/** Who hears which news: names of queues. */
export type Subscriptions = Partial<Record<News, readonly string[]>>

/**
 * A running transaction of one organization. To hold it is the permission to read and write that organization's rows,
 * and no others: row-level security sees to it.
 */
export interface Tx {
  readonly organizationId: string
  readonly db: Kysely<Tables>
  subscribersOf(news: News): readonly string[]
  /** Writes jobs that exist only if this transaction commits. Use `announce` and `later`. */
  enqueue(queue: string, jobs: readonly JobInsert[]): Promise<void>
  /** Told to those who look on, if this transaction commits: it is written as the last of it. Use `publish` and `publishAll`. */
  tell(changes: readonly Change[]): void
  /** Runs after the commit, never after a rollback. It cannot fail the transaction any more: what it throws is logged. */
  afterCommit(act: () => void): void
  /** Wakes listeners on a channel after the commit. A hint, not a promise. */
  hint(channel: string, payload: string): void
}

export interface TransactionOptions {
  isolation?: 'repeatable read' | 'serializable'
  /** Runs `act` again, at most three times, when PostgreSQL says that two transactions got in each other's way. */
  retry?: boolean
  /** When `act` answers with a refusal, what it wrote until then is undone. */
  undoRefused?: boolean
  /** Whatever `act` answers, what it wrote is undone: it only tried. */
  undoAll?: boolean
}

export interface Database extends AsyncDisposable {
  withOrganization<T>(
    organizationId: string,
    act: (tx: Tx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** A transaction that begins with a stage: for lists that are too long to be parameters. */
  withStage<T>(organizationId: string, stage: Stage, act: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * One insertion as a transaction of its own, which is a single statement. Its rows take the organization's id from the argument of `insertion`; without it
   * none is let in. Resolves to the number of rows that were inserted last.
   */
  insertAlone(
    organizationId: string,
    insertion: (organization: OpeningId) => RawBuilder<unknown>,
  ): Promise<number>
  /**
   * Reads which organizations have work. The role behind it may see organization ids and due times of the work tables,
   * and nothing else.
   */
  acrossOrganizations<T>(read: (finder: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const clash = new Set(['40001', '40P01'])

/** Whether PostgreSQL refused the statement because of this constraint or unique index. */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseError && error.constraint === constraint

/** A value for a JSON column. (The driver would turn a bare array into a PostgreSQL array.) */
export const json = (value: unknown): string => storableJson(value)

interface Parts {
  hints: Hints
  queues: QueueWriter
  log: Log
  subscriptions: Subscriptions
}

async function runInOrganization<T>(
  pool: Pool,
  parts: Parts,
  organizationId: string,
  act: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
  before: (client: PoolClient) => Promise<void> = async () => undefined,
): Promise<T> {
  const afterwards: (() => void)[] = []
  const changes: Change[] = []
  const isKept = (result: T) => !(options.undoAll || (options.undoRefused && isRefusal(result)))
  const within = async (db: Kysely<Tables>, client: PoolClient) => {
    await before(client)
    return await act({
      organizationId,
      db,
      subscribersOf: (news) => parts.subscriptions[news] ?? [],
      async enqueue(queue, jobs) {
        await parts.queues.insert(queue, jobs, {
          executeSql: async (text, values) => ({
            rows: (await send<QueryResult<object>>(client, { text, values })).rows,
          }),
        })
        afterwards.push(() => parts.hints.send(workChannel, queue))
      },
      tell(more) {
        for (const change of more) changes.push(change)
      },
      afterCommit: (later) => void afterwards.push(later),
      hint: (channel, payload) => void afterwards.push(() => parts.hints.send(channel, payload)),
    })
  }
  const last = () => (changes.length > 0 ? insertion(organizationId, changes) : null)
  const result = await transact(pool, beginFor(organizationId, options.isolation), within, { isKept, last })
  if (!isKept(result)) return result
  if (changes.length > 0) parts.hints.send(eventChannel, organizationId)
  for (const later of afterwards) {
    try {
      later()
    } catch (error) {
      parts.log.error({ err: error }, 'Something to be done after a commit failed')
    }
  }
  return result
}

/**
 * Opens the application's view of a migrated database. `subscriptions` says which queues hear which news.
 * `connections` bounds the transactions that run at once (12 by default).
 */
export async function openDatabase(options: {
  url: string
  subscriptions: Subscriptions
  log: Log
  connections?: number
}): Promise<Database> {
  const { url, log } = options
  const limits = ['statement_timeout=30s', 'idle_in_transaction_session_timeout=60s', 'lock_timeout=15s']
  const application = openPool(url, { role: 'parley_app', max: options.connections ?? 12, settings: limits })
  const finder = openPool(url, {
    role: 'parley_finder',
    max: 2,
    settings: [...limits, 'default_transaction_read_only=on'],
  })
  // COPY and pipelines do not go together.
  const copying = openPool(url, { role: 'parley_app', max: 2, settings: limits, pipeline: false })
  for (const pool of [application, finder, copying]) {
    pool.on('error', (error) =>
      log.warn({ err: error }, 'An idle database connection was lost; the next query opens another'),
    )
  }
  const parts: Parts = {
    hints: openHints(application, log),
    queues: openQueueWriter(url, log),
    log,
    subscriptions: options.subscriptions,
  }
  // Fails here, with the driver's own words, rather than at the first request.
  ;(await application.connect()).release()

  const close = async () => {
    await parts.hints.close()
    await parts.queues.close()
    await Promise.all([application.end(), finder.end(), copying.end()])
  }
  return {
    async withOrganization(organizationId, act, given = {}) {
      for (let round = 1; ; round++) {
        try {
          return await runInOrganization(application, parts, organizationId, act, given)
        } catch (error) {
          const again =
            given.retry && round < 4 && error instanceof DatabaseError && clash.has(error.code ?? '')
          if (!again) throw error
        }
      }
    },
    withStage: (organizationId, stage, act) =>
      runInOrganization(copying, parts, organizationId, act, {}, (client) => fillStage(client, stage)),
    insertAlone: (organizationId, insertion) => insertAlone(application, organizationId, insertion),
    acrossOrganizations: (read) => transact(finder, 'begin read only', (db) => read(db)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The sign-in library's own connections: they see only the schema `auth`, and nothing else in Parley uses them. */
export function identityPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    options: '-c search_path=auth -c timezone=UTC',
    max: 6,
    allowExitOnIdle: true,
  })
  pool.on('error', () => undefined)
  surviveLosses(pool)
  return pool
}
