import { hash } from 'node:crypto'

/** SHA-1 works on blocks of so many bytes. */
const blockBytes = 64
/** Nearly every webhook with its address is shorter than this, at three bytes a character. */
const usualBytes = 16_384

// Filled anew for each text: to make buffers for each takes longer than to hash it.
const inner = Buffer.allocUnsafeSlow(blockBytes + usualBytes)
const outer = Buffer.allocUnsafeSlow(blockBytes + 20)

/** The bytes of the inner block with the text behind it. UTF-8 takes at most three bytes for each of JavaScript's code units. */
function withText(text: string): Buffer {
  if (text.length * 3 <= usualBytes) return inner.subarray(0, blockBytes + inner.write(text, blockBytes))
  return Buffer.concat([inner.subarray(0, blockBytes), Buffer.from(text)])
}

/**
 * HMAC-SHA1 in base64 (RFC 2104): `H(key ^ opad, H(key ^ ipad, text))`. It is what `createHmac` gives, made of two calls of OpenSSL's one-shot hash: to set up
 * an HMAC of its own takes OpenSSL longer than to hash a webhook with it, and it was the dearest step of taking one.
 */
export function hmacSha1(key: string, text: string): string {
  const bytes = Buffer.from(key)
  const short = bytes.length > blockBytes ? hash('sha1', bytes, 'buffer') : bytes
  for (let at = 0; at < blockBytes; at += 1) {
    const byte = short[at] ?? 0
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  }
  // As text, of which Node makes less than of a buffer.
  outer.write(hash('sha1', withText(text), 'binary'), blockBytes, 'binary')
  return hash('sha1', outer, 'base64')
}
