import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
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
import { silentLog } from '../server/platform/log.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { startPeople } from './people.ts'

// A million rows of CSV become contacts with consent, against a bare COPY of the same file, and the most memory it took.

const rows = Number(process.env['ROWS'] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'parley-import-'))
const path = join(folder, 'list.csv')
const out = createWriteStream(path)
out.write('name,phone,language,opt-in text,opt-in source,opt-in date\n')
for (let n = 0; n < rows; n += 1) {
  const line = `"Person, ${n}",+4930${String(10_000_000 + n)},de,Yes to news,Fair,2026-01-${String((n % 28) + 1).padStart(2, '0')}\n`
  if (!out.write(line)) await once(out, 'drain')
}
out.end()
await once(out, 'finish')

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
const done = await database.withOrganization(organizationId, (tx) => findImport(tx, id))
console.log(`${done?.created} contacts with ${done?.optIns} opt-ins from ${rows} rows`)
console.log(`  Parley      ${ours.toFixed(0)} rows/s, at most ${(most / 1024 / 1024).toFixed(0)} MB`)
console.log(`  bare COPY   ${bare.toFixed(0)} rows/s   Parley / COPY ${(ours / bare).toFixed(3)}`)
await database.close()
rmSync(folder, { recursive: true, force: true })
