import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../tests/free-port.ts'
import { median } from './ground.ts'

// From `npm run demo` to the line that says it is ready, with the data of an earlier run: PostgreSQL, migrations, hub,
// simulator, and the look whether the demo world is complete. Beside it: how long Node takes to load Twilio's library.

const rounds = 5
const folder = mkdtempSync(join(tmpdir(), 'parley-start-'))
const env = {
  ...process.env,
  DATA_DIR: folder,
  PORT: String(await freePort()),
  SIMULATOR_PORT: String(await freePort()),
}

/** Seconds until the demo greets; then it is stopped as Ctrl-C stops it. */
async function demo(): Promise<number> {
  const start = performance.now()
  const child = spawn('npm', ['run', 'demo'], {
    cwd: join(import.meta.dirname, '..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const seconds = await new Promise<number>((done, fail) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes(`:${env.PORT}`)) done((performance.now() - start) / 1000)
    })
    child.once('exit', () => fail(new Error('The demo ended before it was ready')))
  })
  child.removeAllListeners('exit')
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await ended
  return seconds
}

async function loadLibrary(): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, ['-e', "require('twilio')"], { cwd: import.meta.dirname })
  await new Promise((done) => child.once('exit', done))
  return (performance.now() - start) / 1000
}

// With an empty folder; what Node compiled for an earlier one is still there.
const first = await demo()
const again: number[] = []
const library: number[] = []
for (let round = 0; round < rounds; round += 1) {
  again.push(await demo())
  library.push(await loadLibrary())
}
rmSync(folder, { recursive: true, force: true })
console.log(`first start, with an empty folder    ${first.toFixed(1)} s`)
console.log(
  `demo to ready, data there            ${median(again).toFixed(2)} s   (aim ≤ 5 s; slowest ${Math.max(...again).toFixed(2)} s)`,
)
console.log(
  `require('twilio') in a process       ${median(library).toFixed(2)} s   ratio ${(median(again) / median(library)).toFixed(1)}`,
)
