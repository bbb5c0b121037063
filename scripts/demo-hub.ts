import { join } from 'node:path'
import { type Parley, startParley } from '../server/app/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { seededIn } from '../tests/world/seeded.ts'
import { seedWorld } from '../tests/world/seed.ts'

export interface DemoPlace {
  /** Where the hub listens on this machine. */
  port: string
  dataDir: string
  /** A simulator that answers already. */
  simulatorUrl: string
}

/** Starts the hub against the simulator and sets up what is missing of the demo world. */
export async function startDemoHub({ port, dataDir, simulatorUrl }: DemoPlace): Promise<Parley> {
  let isSeeded = false
  const parley = await startParley(
    readConfig({
      ...process.env,
      PORT: port,
      DATA_DIR: dataDir,
      PUBLIC_URL: process.env['PUBLIC_URL'] ?? `http://127.0.0.1:${port}`,
      TWILIO_API_URL: simulatorUrl,
      CLOCK_URL: process.env['CLOCK_URL'] ?? `${simulatorUrl}/simulator/api/clock`,
      // The demo's own applications and the simulator live on this machine.
      EGRESS_ALLOW: process.env['EGRESS_ALLOW'] ?? '127.0.0.0/8,::1/128',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    }),
    // Whoever waits for the demo waits for its people, too.
    { world: async () => isSeeded || Promise.reject(new Error('the demo world is being set up')) },
  )
  const seeded = seededIn(join(dataDir, 'demo-seeded.json'))
  await seedWorld(parley.url, simulatorUrl, (line) => console.log(line), seeded)
  isSeeded = true
  return parley
}
