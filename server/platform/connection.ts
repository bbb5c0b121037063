import type { Writable } from 'node:stream'
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type PluginTransformResultArgs,
  type QueryResult,
  type RawBuilder,
} from 'kysely'
import { Pool, type PoolClient, type QueryArrayResult, type QueryConfig, types } from 'pg'
import { parseInstant } from './parse-instant.ts'
import type { Tables } from './tables.generated.ts'

function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`The integer ${text} is too large to be handled exactly`)
  return number
}

/** bigint → number (a fault beyond 2^53), date and interval → text, numeric → text, timestamptz → Date. */
const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, safeInteger],
  [types.builtins.DATE, (text) => text],
  [types.builtins.INTERVAL, (text) => text],
  [types.builtins.TIMESTAMPTZ, parseInstant],
])
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  parsers.get(oid) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser

/**
 * The pool hears of a connection that is lost while it lies idle. One that is lost in the midst of a transaction, between two of its queries, tells
 * nobody but itself, and an error that nobody hears ends the program. Its next query fails, which is where it is met.
 */
export function surviveLosses(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined))
}

/** A pool whose every connection works under `role` from its start. */
export function openPool(
  url: string,
  options: { role: string; max: number; settings?: readonly string[]; pipeline?: boolean },
): Pool {
  const settings = [`role=${options.role}`, 'timezone=UTC', ...(options.settings ?? [])]
  const pool = new Pool({
    connectionString: url,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    max: options.max,
    types: { getTypeParser },
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    // What does not wait for an answer goes out at once: a transaction's begin travels with its first query.
    pipeline: options.pipeline ?? true,
  })
  surviveLosses(pool)
  return pool
}

/**
 * Statements that PostgreSQL parses once for each connection. Texts are few, because queries are source code; those that
 * grow with their lists would be without end, so only the first texts get a name.
 */
const statementNames = new Map<string, string>()
const statementLimit = 1000

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known !== undefined || statementNames.size >= statementLimit) return known
  const name = `q${statementNames.size}`
  statementNames.set(text, name)
  return name
}

const changes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * Puts a query on the wire at once, behind what this client was given before. The promise that the driver would give keeps each query reachable from
 * the one before it, which is long done: all of them grow old, and the whole heap is searched for them several times a second.
 */
export async function send<Result>(client: PoolClient, query: QueryConfig): Promise<Result> {
  try {
    return await new Promise<Result>((done, fail) => {
      client.query(query, (error: Error | undefined, result) =>
        error ? fail(error) : done(result as Result),
      )
    })
  } catch (error) {
    // Its stack ends at the socket; this one leads to who asked.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

const ask = (client: PoolClient, { sql: text, parameters }: CompiledQuery) => {
  const query = { name: nameOf(text), text, values: [...parameters], rowMode: 'array' }
  return send<QueryArrayResult<unknown[]>>(client, query)
}

/** Names are snake_case in SQL and camelCase here; keys inside JSON are data and keep their spelling. */
class Names extends CamelCasePlugin {
  /** Nothing is left to do: rows are made with their names, which is cheaper than to make each again. */
  override async transformResult({ result }: PluginTransformResultArgs) {
    return result
  }
  of(column: string): string {
    return this.camelCase(column)
  }
}
const names = new Names({ maintainNestedObjectKeys: true })

function rowsOf<R>({ fields, rows }: QueryArrayResult<unknown[]>): R[] {
  const columns = fields.map(({ name }) => names.of(name))
  return rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < columns.length; at += 1) row[columns[at]!] = values[at]
    return row as R
  })
}

class Connection implements DatabaseConnection {
  readonly client: PoolClient
  constructor(client: PoolClient) {
    this.client = client
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await ask(this.client, query)
    const rows = rowsOf<R>(result)
    return changes.has(result.command) ? { rows, numAffectedRows: BigInt(result.rowCount ?? 0) } : { rows }
  }
  streamQuery(): never {
    throw new Error('Rows are read page by page, not streamed')
  }
}

const refuseToManage = () => {
  throw new Error('The transaction is opened and ended by withOrganization, not by a query')
}
const driver: Driver = {
  init: async () => undefined,
  acquireConnection: refuseToManage,
  beginTransaction: refuseToManage,
  commitTransaction: refuseToManage,
  rollbackTransaction: refuseToManage,
  releaseConnection: async () => undefined,
  destroy: async () => undefined,
}
const dialect: Dialect = {
  createDriver: () => driver,
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
}
const config = {
  dialect,
  plugins: [names],
}
const compiler = new Kysely<Tables>(config)

/**
 * What `act` puts on the wire at once leaves as one packet: each write of its own is a system call that wakes PostgreSQL, and costs as much as
 * a small statement does.
 */
export function inOnePacket<T>(client: PoolClient, act: () => T): T {
  // The driver shows its socket in no type.
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  try {
    return act()
  } finally {
    stream.uncork()
  }
}

/** Puts one change on the wire at once. Resolves to the number of rows it touched. */
export const askChange = async (client: PoolClient, change: RawBuilder<unknown>): Promise<number> =>
  (await ask(client, change.compile(compiler))).rowCount ?? 0

/**
 * Binds queries to one client for as long as `end` was not called; afterwards every query throws, because the
 * connection may already serve someone else.
 */
export function bindQueries(client: PoolClient): { db: Kysely<Tables>; end: () => void } {
  const connection = new Connection(client)
  let ended = false
  const executor = compiler.getExecutor().withConnectionProvider({
    async provideConnection(consumer) {
      if (ended)
        throw new Error('This query came after the end of its transaction. Await every query inside it.')
      return await consumer(connection)
    },
  })
  return {
    db: new Kysely<Tables>({ config, dialect, driver, executor }),
    end: () => {
      ended = true
    },
  }
}
