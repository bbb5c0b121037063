/**
 * Named instants at which a crash hurts. `CRASH_AT=name` kills the process there, as `kill -9` would, and `CRASH_AT=name:3`
 * at the third time it comes by. Only tests set it, and production does not look.
 */
const [name = '', times = '1'] =
  process.env['NODE_ENV'] === 'production' ? [] : (process.env['CRASH_AT'] ?? '').split(':')
let left = Number(times)

export function crashPoint(here: string): void {
  if (here !== name) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}
