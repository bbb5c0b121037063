import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { silentLog } from '../server/platform/log.ts'
import { migrate } from '../server/platform/migrate.ts'

interface Column {
  table: string
  column: string
  type: string
  array: boolean
  nullable: boolean
  filled: boolean
  identity: boolean
  view: boolean
  choices: string | null
}

// `choices` is the definition of a check that names the allowed texts of exactly this column.
const inspect = `
  select c.relname as "table", a.attname as "column", coalesce(e.typname, t.typname) as type, e.oid is not null as "array",
    not a.attnotnull as nullable, (a.atthasdef or a.attidentity <> '') as filled, a.attidentity = 'a' or a.attgenerated <> '' as identity,
    c.relkind = 'v' as view,
    (select min(pg_get_constraintdef(k.oid)) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%') as choices
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v') and c.relnamespace = 'public'::regnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
  order by c.relname, a.attnum`

const scalars: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  bytea: 'Buffer',
}
const written: Record<string, string> = {
  timestamptz: 'Timestamp',
  numeric: 'Numeric',
  json: 'Json',
  jsonb: 'Json',
}

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function choicesOf(definition: string | null, column: string): string | null {
  const list = new RegExp(`^CHECK \\(\\(${column} = ANY \\(ARRAY\\[(.*?)\\]\\)\\)\\)$`).exec(
    definition ?? '',
  )?.[1]
  const texts = list?.split(', ').map((each) => /^'([a-z0-9_]+)'::text$/.exec(each)?.[1])
  return texts?.every((text) => text !== undefined) ? texts.map((text) => `'${text}'`).join(' | ') : null
}

function typeOf(column: Column): string {
  const choice = column.type === 'text' ? choicesOf(column.choices, column.column) : null
  const scalar = choice ?? written[column.type] ?? scalars[column.type] ?? 'string'
  const listed = column.array ? (scalar.includes('|') ? `(${scalar})[]` : `${scalar}[]`) : scalar
  const nullable = column.nullable && !column.view ? `${listed} | null` : listed
  if (column.identity) return `GeneratedAlways<${nullable}>`
  return column.filled ? `Generated<${nullable}>` : nullable
}

const head = `// Generated from the migrated database by scripts/generate-tables.ts. Change a migration, then run "npm run generate".
import type { ColumnType, GeneratedAlways } from 'kysely'

/** A column that the database fills when it is left out. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>

type Timestamp = ColumnType<Date, Date | string, Date | string>
/** Exact decimal text when read. */
type Numeric = ColumnType<string, number | string, number | string>
/** Read as any JSON value; written as JSON text, by \`json(value)\`. */
type Json = ColumnType<unknown, string, string>
`

/** The row types of every table and view of a migrated database, as the text of a TypeScript module. */
export async function generateTables(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Column>(inspect)
  await client.end()
  const tables = Map.groupBy(rows, (row) => row.table)
  const parts = [...tables].map(([name, columns]) => {
    const lines = columns.map((column) => `  ${camel(column.column)}: ${typeOf(column)}`)
    return `interface ${camel(`_${name}`)}Row {\n${lines.join('\n')}\n}\n`
  })
  const list = [...tables.keys()].map((name) => `  ${camel(name)}: ${camel(`_${name}`)}Row`)
  return `${[head, ...parts].join('\n')}\nexport interface Tables {\n${list.join('\n')}\n}\n`
}

/** Migrates a PostgreSQL of its own, made for this and taken away again, and writes the row types beside the database code. */
export async function writeTables(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-generate-'))
  try {
    await using server = await startEmbeddedPostgres({ dataDir, log: silentLog, fsync: false })
    await migrate({ url: server.url })
    writeFileSync('server/platform/tables.generated.ts', await generateTables(server.url))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
