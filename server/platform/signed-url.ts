import { createHmac, timingSafeEqual } from 'node:crypto'
import { type SecretKeys, deriveKey } from './secret-keys.ts'

/** One stored file that whoever holds the link may read until it expires. */
export interface SignedFile {
  organizationId: string
  key: string
  expiresAt: Date
}

const use = 'media links'
const mac = (key: Buffer, payload: string) => createHmac('sha256', key).update(payload).digest()

/**
 * The signed part of `/media/{signed}/{name}`. Twilio: media is fetched soon after the send, but give a link at least a day; the
 * contact reads the last part of its path as the name of the file.
 */
export function signFile(keys: SecretKeys, file: SignedFile): string {
  const content = [file.organizationId, Math.floor(file.expiresAt.getTime() / 1000), file.key]
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${payload}.${mac(deriveKey(keys[0], use), payload).toString('base64url')}`
}

/** The file a link stands for, or null when it was altered, is expired, or is none of ours. */
export function readSignedFile(keys: SecretKeys, signed: string, now: Date): SignedFile | null {
  const [payload = '', given = '', ...more] = signed.split('.')
  const bytes = Buffer.from(given, 'base64url')
  // A link signed before a key rotation stays good until it expires.
  const genuine = keys.some((key) => {
    const expected = mac(deriveKey(key, use), payload)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
  if (!genuine || more.length > 0) return null
  const [organizationId, seconds, key] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    string,
    number,
    string,
  ]
  const expiresAt = new Date(seconds * 1000)
  return expiresAt > now ? { organizationId, key, expiresAt } : null
}
