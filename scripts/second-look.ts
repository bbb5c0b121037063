import type { Results } from './read-results.ts'

const mostFiles = 3

/**
 * The files to run once more, alone, after a run of the whole suite. Tests of the whole program wait for browsers, for processes
 * and for real time, and what they wait for may come late for reasons that are not the product's. A test of one room decides by
 * itself, and the seed that broke a property is a finding: neither is asked twice. Many failures are no accident.
 */
export function worthASecondLook({ failing }: Results): string[] {
  const whole = failing.filter((file) => file.startsWith('tests/') && !file.includes('.property.'))
  return whole.length === failing.length && whole.length <= mostFiles ? whole : []
}

/** What the suite came to, once its failing files ran again: the first result stands unless all of them passed. */
export function afterSecondLook(first: Results, second: Results): Results {
  if (second.failed > 0) return first
  return { passed: first.passed + first.failed, failed: 0, failing: [] }
}
