import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** What a run of the suite came to. */
export interface Results {
  passed: number
  failed: number
  /** Files with a failure, from the root of the repository. */
  failing: string[]
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

/**
 * Counts the tests of vitest's JSON report; a file that could not even load counts as one failure, and so does a run that
 * ended badly without naming a test.
 */
export function readResults(path: string, status: number | null): Results {
  let report: Report
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return { passed: 0, failed: 1, failing: [] }
  }
  const failing = report.testResults.filter((file) => file.status === 'failed')
  const broken = failing.filter((file) => file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length || (status === 0 ? 0 : 1),
    failing: failing.map(({ name }) => relative(process.cwd(), name)),
  }
}
