import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startParley } from '../server/app/app.ts'
import type { Clock } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import { startSimulator } from '../simulator/app.ts'
import { freshDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { patience } from './patience.ts'
import { controlSimulator, type SimulatorControl } from './world/phone.ts'

export interface Hub extends AsyncDisposable {
  url: string
  simulatorUrl: string
  simulator: SimulatorControl
  /** Of the database's owner: for looking behind the curtain. */
  databaseUrl: string
}

/** The whole product on a database and a simulator of its own, as `npm run demo` composes it. */
export async function startHub(settings: Record<string, string> = {}): Promise<Hub> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await freshDatabase())
  const simulator = stack.use(await startSimulator({ port: 0, host: '127.0.0.1' }))
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-hub-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const parley = stack.use(
    await startParley(
      readConfig({
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        TWILIO_API_URL: simulator.url,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        CLOCK_URL: `${simulator.url}/simulator/api/clock`,
        EGRESS_ALLOW: '127.0.0.0/8',
        LOG_LEVEL: 'error',
        ...settings,
      }),
    ),
  )
  const kept = stack.move()
  return {
    url: parley.url,
    simulatorUrl: simulator.url,
    simulator: followedBy(parley.clock, controlSimulator(simulator.url)),
    databaseUrl: database.url,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The same, but when its clock was moved, the hub knows: what is then asked of the hub is asked at the new hour. */
function followedBy(clock: Clock, control: SimulatorControl): SimulatorControl {
  return {
    ...control,
    async advanceClock(seconds) {
      const before = clock.now().getTime()
      await control.advanceClock(seconds)
      await until(
        async () => clock.now().getTime() - before,
        (moved) => moved >= seconds * 1000,
      )
    },
  }
}

/** Waits until the condition holds, and says what it saw last when it never does. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = patience.timeout / 1000,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > end) throw new Error(`It did not come about: ${JSON.stringify(seen).slice(0, 1000)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
