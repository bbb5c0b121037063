import { expect, test } from 'vitest'
import type { Results } from './read-results.ts'
import { afterSecondLook, worthASecondLook } from './second-look.ts'

const first = (...failing: string[]): Results => ({ passed: 100, failed: failing.length, failing })

test('only tests of the whole program are asked twice', () => {
  expect(worthASecondLook(first('tests/spool.test.ts', 'tests/journeys/team.test.ts'))).toEqual([
    'tests/spool.test.ts',
    'tests/journeys/team.test.ts',
  ])
  expect(worthASecondLook(first('server/messages/pace.test.ts'))).toEqual([])
  expect(worthASecondLook(first('tests/plan-kept.property.test.ts'))).toEqual([])
})

test('a failure that stands beside a firm one is not asked twice, and neither are many', () => {
  expect(worthASecondLook(first('tests/spool.test.ts', 'web/src/words.test.ts'))).toEqual([])
  expect(
    worthASecondLook(first('tests/a.test.ts', 'tests/b.test.ts', 'tests/c.test.ts', 'tests/d.test.ts')),
  ).toEqual([])
})

test('what fails again stays failed; what passes alone counts as passed', () => {
  const failed = first('tests/spool.test.ts')
  expect(afterSecondLook(failed, { passed: 2, failed: 1, failing: ['tests/spool.test.ts'] })).toBe(failed)
  expect(afterSecondLook(failed, { passed: 3, failed: 0, failing: [] })).toEqual({
    passed: 101,
    failed: 0,
    failing: [],
  })
})
