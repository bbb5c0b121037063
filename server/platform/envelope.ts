import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

// Layout: version, length of the key's id, the id, 12 bytes of nonce, 16 bytes of tag, the ciphertext.
const version = 1
const nonceBytes = 12
const tagBytes = 16

/** What was sealed cannot be opened here: another place, another key, or altered bytes. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** Encrypts with AES-256-GCM. `context` is bound in without being stored: it must be the same when opening. */
export function encrypt(key: Buffer, keyId: string, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const header = Buffer.concat([Buffer.from([version, keyId.length]), Buffer.from(keyId, 'latin1')])
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.concat([header, Buffer.from(context)]))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([header, nonce, cipher.getAuthTag(), sealed])
}

/** The id of the key with which this was sealed. */
export function keyIdOf(sealed: Buffer): string {
  const length = sealed[1] ?? 0
  if (sealed[0] !== version || sealed.length < 2 + length + nonceBytes + tagBytes) {
    throw new SealBroken('These bytes are not sealed by us')
  }
  return sealed.subarray(2, 2 + length).toString('latin1')
}

export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const start = 2 + keyIdOf(sealed).length
  const header = sealed.subarray(0, start)
  const nonce = sealed.subarray(start, start + nonceBytes)
  const tag = sealed.subarray(start + nonceBytes, start + nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.concat([header, Buffer.from(context)]))
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed.subarray(start + nonceBytes + tagBytes)), decipher.final()])
  } catch {
    throw new SealBroken('The seal does not fit this place or this key')
  }
}
