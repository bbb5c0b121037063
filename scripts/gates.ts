/** Every gate a change must pass before its tests run. `npm run check` and `npm test` both walk this list. */
export interface Gate {
  name: string
  command: string
  args: readonly string[]
}

export const gates: readonly Gate[] = [
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['-p', '.'] },
  { name: 'types of the web app', command: 'tsc', args: ['-p', 'web'] },
  { name: 'types of the phone', command: 'tsc', args: ['-p', 'simulator/phone'] },
  { name: 'dead code', command: 'knip', args: [] },
]
