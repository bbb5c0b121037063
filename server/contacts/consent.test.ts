import { expect, test } from 'vitest'
import { standingOf } from './consent.ts'

const at = (n: number) => new Date(2026, 0, n)

test.each([
  ['no evidence', [], 'none'],
  ['an opt-in', [{ kind: 'opt_in', at: at(1) }], 'opted_in'],
  [
    'an opt-out later',
    [
      { kind: 'opt_in', at: at(1) },
      { kind: 'opt_out', at: at(2) },
    ],
    'opted_out',
  ],
  [
    'an opt-out that arrived late',
    [
      { kind: 'opt_out', at: at(1) },
      { kind: 'opt_in', at: at(2) },
    ],
    'opted_in',
  ],
  [
    'both at one instant',
    [
      { kind: 'opt_in', at: at(1) },
      { kind: 'opt_out', at: at(1) },
    ],
    'opted_out',
  ],
] as const)('%s', (_, evidence, standing) => {
  expect(standingOf(evidence)).toBe(standing)
})
