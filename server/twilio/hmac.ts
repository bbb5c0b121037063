import { hash } from 'node:crypto'

/** SHA-1 works on blocks of so many bytes. */
const blockBytes = 64

/** The key as a block, each byte of it changed by the pad, and room behind it. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.allocUnsafe(blockBytes + room)
  for (let at = 0; at < blockBytes; at += 1) block[at] = (key[at] ?? 0) ^ pad
  return block
}

/**
 * HMAC-SHA1 in base64 (RFC 2104): `H(key ^ opad, H(key ^ ipad, text))`. It is what `createHmac` gives, made of two calls of OpenSSL's one-shot hash: to set up
 * an HMAC of its own takes OpenSSL longer than to hash a webhook with it, and it was the dearest step of taking one.
 */
export function hmacSha1(key: string, text: string): string {
  const bytes = Buffer.from(key)
  const short = bytes.length > blockBytes ? hash('sha1', bytes, 'buffer') : bytes
  const inner = padded(short, 0x36, Buffer.byteLength(text))
  inner.write(text, blockBytes)
  const outer = padded(short, 0x5c, 20)
  hash('sha1', inner, 'buffer').copy(outer, blockBytes)
  return hash('sha1', outer, 'base64')
}
