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
