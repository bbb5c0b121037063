import { rewrapVapid } from '#notifications/vapid.ts'
import { readConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/db.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { openLog } from '#platform/log.ts'
import { loadSecretKeys } from '#platform/secret-keys.ts'
import { rewrapKeys } from '#platform/secrets.ts'

// Run with SECRET_KEY=new:<hex>,old:<hex>. With DATABASE_URL it runs beside the program; the embedded database serves one
// program at a time, so stop that one first.
const config = readConfig(process.env)
const log = openLog({ level: config.logLevel })
await using embedded =
  config.database.kind === 'embedded' ? await startEmbeddedPostgres({ dataDir: config.dataDir, log }) : null
const url = config.database.kind === 'url' ? config.database.url : (embedded?.url ?? '')
await using db = await openDatabase({ url, subscriptions: {}, log })
const keys = await loadSecretKeys(config.secret)
const changed = await rewrapKeys(db, keys)
await rewrapVapid(db, keys)
log.info({ changed, key: keys[0].id }, 'Every organization key is now sealed with the current secret key')
