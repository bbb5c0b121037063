import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, DatabaseError } from 'pg'
import { ConfigContradiction } from './config.ts'
import { installQueues } from './queues.ts'

interface Migration {
  number: number
  name: string
  checksum: string
  /** Programs that do not know this migration would damage data, so they must not start. */
  breaking: boolean
  text: string
}

const ourMigrations = join(import.meta.dirname, '../migrations')
const migrationLock = 7_274_002

/** The database and this program do not fit together. `exitCode` is for the process. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
  readonly exitCode = 57
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(
    names.map(async (file) => {
      const parts = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file)
      if (!parts) throw new Error(`The migration ${file} must be called NNNN-name.sql, with - between words.`)
      const text = await readFile(join(folder, file), 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      return {
        number: Number(parts[1]),
        name: parts[2] ?? '',
        checksum,
        breaking: /^-- breaking\b/.test(text),
        text,
      }
    }),
  )
  const twice = migrations.find((each, at) => each.number === migrations[at + 1]?.number)
  if (twice)
    throw new Error(`Two migrations have the number ${twice.number}. Give one of them the next free number.`)
  return migrations
}

/** Neither role can sign in: both are reached only by `set role`, from the connection of the tables' owner. */
const roles = `
  do $$
  declare role_name text;
  begin
    foreach role_name in array array['parley_app', 'parley_finder'] loop
      begin
        if not exists (select from pg_roles where rolname = role_name) then
          execute format('create role %I nologin nosuperuser nobypassrls', role_name);
        end if;
      exception when duplicate_object or unique_violation then null;
      end;
      begin
        execute format('grant %I to %I', role_name, current_user);
      exception when insufficient_privilege then
        if not pg_has_role(current_user, role_name, 'member') then raise; end if;
      end;
    end loop;
  exception when insufficient_privilege then
    raise exception 'The database user % may not create the roles parley_app and parley_finder. Let it create roles, or create both and grant them to it.', current_user;
  end $$`

const record = `
  create table if not exists migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    breaking boolean not null,
    applied_at timestamptz not null default now()
  )`

/** Roles belong to the whole server: two databases that are prepared together may get in each other's way once. */
async function prepareRoles(client: Client): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      await client.query(roles)
      return
    } catch (error) {
      if (round === 5 || !String(error).includes('concurrently')) throw error
    }
  }
}

function compare(applied: Omit<Migration, 'text'>[], known: Migration[]): Migration[] {
  const byNumber = new Map(known.map((each) => [each.number, each]))
  for (const row of applied) {
    const file = byNumber.get(row.number)
    if (file === undefined && row.breaking) {
      throw new SchemaMismatch(
        `The database is newer than this program: migration ${row.number} (${row.name}) is unknown here and breaks older programs. Start the newer version of Parley.`,
      )
    }
    if (file !== undefined && file.checksum !== row.checksum) {
      throw new SchemaMismatch(
        `Migration ${row.number} (${row.name}) was changed after it had been applied. Restore the file, and put the change into a new migration.`,
      )
    }
  }
  const done = new Set(applied.map((row) => row.number))
  return known.filter((each) => !done.has(each.number))
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.text)
    const { number, name, checksum, breaking } = migration
    await client.query('insert into migration (number, name, checksum, breaking) values ($1, $2, $3, $4)', [
      number,
      name,
      checksum,
      breaking,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `Migration ${migration.number} (${migration.name}) failed and was undone: ${String(error)}`,
      {
        cause: error,
      },
    )
  }
}

/** What a database user may not do is said in a sentence: whoever sets `DATABASE_URL` can mend it. */
function sentenceOf(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  if (error.code === 'P0001') return new ConfigContradiction(error.message)
  if (error.code !== '42501') return error
  return new ConfigContradiction(
    `The user in DATABASE_URL may not set up Parley's tables: ${error.message}. Let it own the database, with: alter database … owner to …`,
  )
}

/**
 * Brings the database to this program's schema: roles, the SQL files in order (one transaction each), the job queues.
 * Safe to run from many programs at once. Throws `SchemaMismatch` when an older program meets a schema that would break
 * it, or when an applied file was changed; `ConfigContradiction` when the database's user may not do what is needed. `url` must
 * be a direct connection of the owner, not a transaction pooler.
 */
export async function migrate(options: { url: string; folder?: string }): Promise<{ applied: number[] }> {
  const known = await readMigrations(options.folder ?? ourMigrations)
  const client = new Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query("set client_min_messages = warning; set timezone = 'UTC'")
    await prepareRoles(client)
    await client.query(record)
    const { rows } = await client.query<Omit<Migration, 'text'>>(
      'select number, name, checksum, breaking from migration order by number',
    )
    const missing = compare(rows, known)
    for (const migration of missing) await apply(client, migration)
    await installQueues(options.url, client)
    return { applied: missing.map((each) => each.number) }
  } catch (error) {
    throw sentenceOf(error)
  } finally {
    await client.end()
  }
}
