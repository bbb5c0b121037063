import { type ChildProcess, fork } from 'node:child_process'
import { flushCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { password } from '../tests/world/cast.ts'
import { buildWhatChanged } from './build.ts'

// Everything on this machine: the simulator as a process of its own, the hub, and the demo world in both. The simulator is
// started first and the hub is loaded beside it, because each takes about a second.

const port = process.env['PORT'] ?? '3000'
const dataDir = resolve(process.env['DATA_DIR'] ?? './data')
const simulatorPort = process.env['SIMULATOR_PORT'] ?? '3010'
const given = process.env['TWILIO_API_URL']
const simulatorUrl = given ?? `http://127.0.0.1:${simulatorPort}`

try {
  buildWhatChanged()
  const simulator = given ? null : startSimulator()
  const { startDemoHub } = await import('./demo-hub.ts')
  await until(`${simulatorUrl}/simulator/api/health`, simulator)
  const hub = await startDemoHub({ port, dataDir, simulatorUrl })
  const stop = async () => {
    await hub[Symbol.asyncDispose]()
    simulator?.kill('SIGTERM')
    process.exit(0)
  }
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
  console.log(greeting(hub.publicUrl))
  // What Node compiled is kept now: a kill would keep nothing of it, and the next start is a second faster with it.
  flushCompileCache()
} catch (error) {
  // What the person can mend is told in one sentence, without the lines it was found in.
  console.error(error instanceof Error && error.name === 'ConfigContradiction' ? error.message : error)
  process.exit(1)
}

/** The simulator keeps its phones in a file, so that a restart finds their threads. It ends when this process does. */
function startSimulator(): ChildProcess {
  const child = fork(resolve(import.meta.dirname, '../simulator/main.ts'), {
    env: {
      ...process.env,
      SIMULATOR_PORT: simulatorPort,
      SIMULATOR_SNAPSHOT: join(dataDir, 'simulator.json'),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGTERM'))
  return child
}

async function until(url: string, child: ChildProcess | null): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    if (child && child.exitCode !== null) break
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(
    `The simulator does not answer at ${url}. Is its port in use? Set SIMULATOR_PORT to a free one.`,
  )
}

function greeting(hub: string): string {
  return `
  Parley      ${hub}
  Simulator   ${simulatorUrl}/simulator
  Sign in     owner@aurora.test   password ${password}

  Three things to try, with both pages side by side:
  1. On Ana's phone write "What time is breakfast?" to Hotel Aurora and watch the inbox.
  2. Ask for something the hotel does not know, then take over and answer yourself.
  3. Move the simulator's clock by 25 hours and look at the composer.

  Sign in as owner@northwind.test for leads, lists and campaigns.

  Stop with Ctrl-C. Everything is kept in ${dataDir}.
`
}
