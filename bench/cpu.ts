import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Microseconds of CPU a process has used so far. */
export function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** Microseconds of CPU that the PostgreSQL whose data lie under a folder has used so far, with all its processes. */
export function cpuOfServer(folder: string): number {
  const pidFile = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  )
  const parent = readFileSync(join(folder, pidFile ?? ''), 'utf8').split('\n')[0]
  const ticksOf = (pid: string) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      if (pid !== parent && fields[1] !== parent) return 0
      // Its own, and that of those who left.
      return fields.slice(11, pid === parent ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0)
    } catch {
      return 0
    }
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * 10_000
}
