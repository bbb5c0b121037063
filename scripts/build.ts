import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** What is built to static files, and from what. */
const targets = [
  { folder: 'web', sources: ['web', 'sdk/src', 'contract'] },
  { folder: 'simulator/phone', sources: ['simulator/phone'] },
]

/** A fingerprint of sources by name, size and time: cheap enough for every start. */
function fingerprint(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (/node_modules|^dist/.test(entry)) continue
      const { size, mtimeMs } = statSync(join(root, folder, entry))
      hash.update(`${folder}/${entry} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** Builds the web app and the phone, or one of them, where its sources have changed since the last build. */
export function buildWhatChanged(only?: 'web' | 'simulator/phone'): void {
  for (const { folder, sources } of targets) {
    if (only && only !== folder) continue
    const stamp = join(root, folder, 'dist/.built-from')
    const now = fingerprint(sources)
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) continue
    console.log(`Building ${folder} …`)
    const { status, stdout, stderr } = spawnSync(
      'npx',
      ['--no-install', 'vite', 'build', folder, '--logLevel', 'warn'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )
    if (status !== 0) throw new Error(`Building ${folder} failed:\n${stdout}${stderr}`)
    writeFileSync(stamp, now)
  }
}
