import { startSimulator } from './app.ts'

const { env } = process

const port = Number(env.SIMULATOR_PORT || 3010)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(
    `SIMULATOR_PORT is "${env.SIMULATOR_PORT}": set a port number from 0 to 65535, or leave it out for 3010.`,
  )
  process.exit(1)
}

const simulator = await startSimulator({
  port,
  host: env.HOST || '127.0.0.1',
  ...(env.SIMULATOR_ACCOUNT_SID && { accountSid: env.SIMULATOR_ACCOUNT_SID }),
  ...(env.SIMULATOR_AUTH_TOKEN && { authToken: env.SIMULATOR_AUTH_TOKEN }),
  snapshotFile: env.SIMULATOR_SNAPSHOT || null,
  seed: env.SIMULATOR_SEED || null,
  publicUrl: env.SIMULATOR_PUBLIC_URL || null,
})
console.log(`Simulator: ${simulator.url}  (phones: ${simulator.url}/simulator)`)

const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
process.once('SIGINT', () => stop())
process.once('SIGTERM', () => stop())
// Started by another program, it ends with it, also when that one is killed.
process.once('disconnect', () => stop())
await stopped
await simulator[Symbol.asyncDispose]()
