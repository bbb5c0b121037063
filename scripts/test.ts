import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { buildWhatChanged } from './build.ts'
import { runGates } from './run-gates.ts'

// The whole suite: gates, then every test against real PostgreSQL, real HTTP and a real browser.
const browser = ensureBrowser()
buildWhatChanged()
const gates = runGates()

const folder = mkdtempSync(join(tmpdir(), 'parley-results-'))
const results = join(folder, 'results.json')
const { status } = spawnSync(
  'npx',
  [
    '--no-install',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: browser } },
)

const tests = readResults()
rmSync(folder, { recursive: true, force: true })
const failed = gates.failed + tests.failed
console.log(`${gates.passed + tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && status === 0 ? 0 : 1

/** Counts tests; a file that could not even load counts as one failure. */
function readResults(): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(results, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      testResults: { status: string; assertionResults: unknown[] }[]
    }
    const broken = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length || (status === 0 ? 0 : 1),
    }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
