import { spawnSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import { keepImport, startImport } from '../server/contacts/begin-import.ts'
import { findImport } from '../server/contacts/import-store.ts'
import { runImport } from '../server/contacts/run-import.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openDatabase } from '../server/platform/db.ts'
import { openFiles } from '../server/platform/files.ts'
import { newId } from '../server/platform/ids.ts'
import { silentLog } from '../server/platform/log.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { startPeople } from './people.ts'

// A million rows of CSV become contacts with consent, against a bare COPY of the same file, and the most memory it took.

const rows = Number(process.env['ROWS'] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'parley-import-'))
const path = join(folder, 'list.csv')
spawnSync(process.execPath, [join(import.meta.dirname, 'write-list.ts'), path, String(rows)], {
  stdio: 'inherit',
})

await using ground = await startPeople(1)
const { organizationId, owner } = ground
const database = await openDatabase({ url: ground.url, subscriptions: {}, log: silentLog })
const files = await openFiles({ kind: 'folder', path: join(folder, 'files') })
const room = { database, files, clock: systemClock }

await owner.query(
  'create table bare_list (name text, phone text, language text, wording text, place text, day text)',
)
const bareStart = performance.now()
await pipeline(
  createReadStream(path),
  owner.query(from('copy bare_list from stdin with (format csv, header)')),
)
const bare = rows / ((performance.now() - bareStart) / 1000)
await owner.query('drop table bare_list')

const upload = {
  name: 'list.csv',
  mediaType: 'text/csv',
  stream: createReadStream(path),
  isTruncated: () => false,
  bytes: () => Promise.reject(new Error('not read whole')),
}
let most = 0
const watching = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
const start = performance.now()
const id = await keepImport(room, organizationId, upload, null)
if (isRefusal(id)) throw new Error(id.refused)
await database.withOrganization(organizationId, (tx) =>
  startImport(tx, id, {
    columns: {
      '0': 'name',
      '1': 'phone',
      '2': 'language',
      '3': 'opt_in_wording',
      '4': 'opt_in_place',
      '5': 'opt_in_at',
    },
    country: null,
    optInWording: '',
    optInPlace: '',
  }),
)
const analyzing = setTimeout(() => void owner.query('analyze'), 4000)
await runImport(room, organizationId, id)
clearTimeout(analyzing)
const ours = rows / ((performance.now() - start) / 1000)
clearInterval(watching)

// The same rows into the same tables, believed as they are: a bare COPY of the file and one merge; and one row after another.
const merged = await mergeWhole()
const single = await rowByRow(20_000)

const done = await database.withOrganization(organizationId, (tx) => findImport(tx, id))
console.log(`${done?.created} contacts with ${done?.optIns} opt-ins from ${rows} rows`)
console.log(`  Parley      ${ours.toFixed(0)} rows/s, at most ${(most / 1024 / 1024).toFixed(0)} MB`)
console.log(`  bare COPY   ${bare.toFixed(0)} rows/s   Parley / COPY ${(ours / bare).toFixed(3)}`)
console.log(
  `  COPY + merge ${merged.toFixed(0)} rows/s   Parley / COPY + merge ${(ours / merged).toFixed(2)} (floor 0.90)`,
)
console.log(
  `  row by row   ${single.toFixed(0)} rows/s   Parley / row by row ${(ours / single).toFixed(1)} (floor 35)`,
)

async function mergeWhole(): Promise<number> {
  const { owner: sql, organizationId: of } = another()
  const begun = performance.now()
  await sql.query(
    'create unlogged table peer_list (id uuid default uuidv7(), name text, phone text, language text, wording text, place text, day date)',
  )
  const copy = from(
    'copy peer_list (name, phone, language, wording, place, day) from stdin with (format csv, header)',
  )
  await pipeline(createReadStream(path), sql.query(copy))
  await sql.query('analyze peer_list')
  await sql.query('begin')
  await sql.query(
    `insert into contact (organization_id, id, name, language, created_at) select $1, id, name, language, now() from peer_list`,
    [of],
  )
  await sql.query(
    `insert into contact_identity (organization_id, address, contact_id, kind) select $1, 'whatsapp:' || phone, id, 'phone' from peer_list on conflict do nothing`,
    [of],
  )
  await sql.query(
    `insert into consent (organization_id, id, contact_id, kind, source, wording, place, at) select $1, uuidv7(), id, 'opt_in', 'import', wording, place, day from peer_list`,
    [of],
  )
  await sql.query('commit')
  const rate = rows / ((performance.now() - begun) / 1000)
  await sql.query('drop table peer_list')
  return rate
}

async function rowByRow(count: number): Promise<number> {
  const { owner: sql, organizationId: of } = another()
  const begun = performance.now()
  for (let n = 0; n < count; n += 1) {
    await sql.query('begin')
    const { rows: made } = await sql.query(
      `insert into contact (organization_id, id, name, language, country, time_zone, import_ids, created_at)
       values ($1, uuidv7(), $2, 'de', 'DE', 'Europe/Berlin', array[$3::uuid], now()) returning id`,
      [of, `Person, ${n}`, id],
    )
    await sql.query(
      `insert into contact_identity (organization_id, address, contact_id, kind) values ($1, $2, $3, 'phone') on conflict do nothing`,
      [of, `whatsapp:+4930${10_000_000 + n}`, made[0].id],
    )
    await sql.query(
      `insert into consent (organization_id, id, contact_id, kind, source, wording, place, at) values ($1, uuidv7(), $2, 'opt_in', 'import', 'Yes to news', 'Fair', now())`,
      [of, made[0].id],
    )
    await sql.query('commit')
  }
  return count / ((performance.now() - begun) / 1000)
}

/** An organization of the peers' own in the same database. */
function another() {
  return { owner: ground.owner, organizationId: newId() }
}
await database.close()
rmSync(folder, { recursive: true, force: true })
