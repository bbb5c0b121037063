import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SecretConfig, SecretKey } from './config.ts'

/** The keys that wrap every other secret. The first is current; later ones only open what they closed. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]]

/** Takes the listed keys, or makes one in its file (mode 0600) at the first start. */
export async function loadSecretKeys(config: SecretConfig): Promise<SecretKeys> {
  if (config.kind === 'listed') {
    const [first, ...rest] = config.keys
    if (first === undefined) throw new Error('At least one secret key is needed')
    return [first, ...rest]
  }
  await mkdir(dirname(config.path), { recursive: true })
  // Only one of two programs that start together makes the file; both then read it.
  await writeFile(config.path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  const text = (await readFile(config.path, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(
      `${config.path} does not hold a key of 64 hexadecimal digits. Restore it from a backup: without it the stored credentials cannot be opened.`,
    )
  }
  return [{ id: 'file', key: Buffer.from(text, 'hex') }]
}

/** A key of its own for each use, so that one use can never open or forge what belongs to another. */
export const deriveKey = (secret: SecretKey, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.key, '', `parley ${use}`, 32))
