import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The system user that owns the database files and runs the server. `prefix` goes before each PostgreSQL command. */
export interface PostgresOwner {
  ids: { uid: number; gid: number } | null
  prefix: readonly string[]
}

function lookUp(flag: '-u' | '-g'): number | null {
  try {
    return Number(
      execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )
  } catch {
    return null
  }
}

function createUser(): void {
  try {
    execFileSync('groupadd', ['--system', '--force', 'postgres'], { stdio: 'ignore' })
    execFileSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    })
  } catch {
    throw new Error(
      'PostgreSQL does not run as root, and the system user "postgres" could not be created. ' +
        'Create it, run Parley as an ordinary user, or set DATABASE_URL.',
    )
  }
}

/** The first folder on the way to `path` that the user may not pass through, or null. */
export function barrier(path: string, ids: { uid: number; gid: number }): string | null {
  const folders: string[] = []
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder)
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    const { uid, gid, mode } = statSync(folder)
    const passable = uid === ids.uid ? mode & 0o100 : gid === ids.gid ? mode & 0o010 : mode & 0o001
    if (!passable) return folder
  }
  return null
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv']

/**
 * Finds who runs PostgreSQL. An ordinary user does it as themselves. PostgreSQL refuses root, so root hands over to the
 * system user "postgres" (created when missing). When that user cannot reach one of the paths, because a folder above is
 * private to root, the right to pass folders is lent to the server alone; no mode on disk is changed.
 */
export function findPostgresOwner(paths: readonly string[]): PostgresOwner {
  if (process.getuid?.() !== 0) return { ids: null, prefix: [] }
  if (lookUp('-u') === null) createUser()
  const ids = { uid: lookUp('-u') ?? 0, gid: lookUp('-g') ?? 0 }
  const closed = paths.map((path) => barrier(path, ids)).find((folder) => folder !== null)
  if (closed === undefined) return { ids, prefix: [] }
  const lend = setpriv.find((command) => existsSync(command))
  if (lend === undefined) {
    throw new Error(
      `PostgreSQL runs as the user "postgres", who may not enter ${closed}. ` +
        'Set DATA_DIR to a folder such as /var/lib/parley and keep the program outside private folders, or run Parley as an ordinary user.',
    )
  }
  const right = '+dac_override'
  const identity = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups']
  return { ids, prefix: [lend, ...identity, `--inh-caps=${right}`, `--ambient-caps=${right}`] }
}
