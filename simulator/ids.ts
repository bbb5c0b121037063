import { createHash, randomBytes } from 'node:crypto'

/**
 * Identifiers and chance from one xoshiro128** generator. With a seed the same calls give the same values; without
 * one it starts from the system's randomness.
 */
export class Ids {
  state: Uint32Array<ArrayBuffer>

  constructor(seed: string | null) {
    const bytes = seed === null ? randomBytes(16) : createHash('sha256').update(seed).digest().subarray(0, 16)
    this.state = new Uint32Array(4)
    for (let word = 0; word < 4; word++) this.state[word] = bytes.readUInt32LE(word * 4) || 1
  }

  /** A Twilio SID: two letters and 32 hexadecimal digits. */
  sid(prefix: string): string {
    return prefix + this.hex(32)
  }

  /** `digits` hexadecimal digits, in steps of eight. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.#next().toString(16).padStart(8, '0')
    return text
  }

  uuid(): string {
    const text = this.hex(32)
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`
  }

  /** A number from 0 up to, but without, 1. */
  chance(): number {
    return this.#next() / 2 ** 32
  }

  #next(): number {
    const s = this.state
    const [a, b, c, d] = [s[0]!, s[1]!, s[2]!, s[3]!]
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const e = c ^ a
    const f = d ^ b
    s[1] = b ^ e
    s[0] = a ^ f
    s[2] = e ^ (b << 9)
    s[3] = rotate(f, 11)
    return scrambled
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
