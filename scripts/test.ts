import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { buildWhatChanged } from './build.ts'
import { readResults } from './read-results.ts'
import { runGates } from './run-gates.ts'
import { afterSecondLook, worthASecondLook } from './second-look.ts'

// The whole suite: gates, then every test against real PostgreSQL, real HTTP and a real browser.
const browser = ensureBrowser()
buildWhatChanged()
const gates = runGates()
const folder = mkdtempSync(join(tmpdir(), 'parley-results-'))

let tests = run(process.argv.slice(2))
const unsteady = worthASecondLook(tests)
if (unsteady.length > 0) {
  console.log(`\nOnce more, alone: ${unsteady.join(', ')}\n`)
  tests = afterSecondLook(tests, run(unsteady))
  if (tests.failed === 0)
    for (const file of unsteady)
      console.log(`UNSTEADY ${file}: it failed, and passed alone. This is a defect to look into.`)
}
rmSync(folder, { recursive: true, force: true })

const failed = gates.failed + tests.failed
console.log(`${gates.passed + tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function run(args: readonly string[]) {
  const results = join(folder, 'results.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', ...reporters, ...args], {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: browser },
  })
  return readResults(results, status)
}
