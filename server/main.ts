import { setFlagsFromString } from 'node:v8'
import { startParley } from './app/app.ts'
import { ConfigContradiction, readConfig } from './platform/config.ts'
import { SchemaMismatch } from './platform/migrate.ts'

// Types are stripped and `await using` is run by Node itself; an older one stops at the first such line without a reason.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Parley needs Node 24 and this is ${process.version}. Start it with npm, which brings the right one.`,
  )
  process.exit(1)
}

// Requests that had to wait teach V8 to place parts of a request among the old objects. What hangs on such a part is then kept,
// and copied twice, until all memory is looked through: a fifth of what a webhook allocates.
setFlagsFromString('--no-allocation-site-pretenuring')

try {
  const parley = await startParley(readConfig(process.env))
  const stop = async () => {
    await parley[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
} catch (error) {
  if (error instanceof ConfigContradiction || error instanceof SchemaMismatch) console.error(error.message)
  else console.error(error)
  process.exitCode = error instanceof SchemaMismatch ? error.exitCode : 1
}
