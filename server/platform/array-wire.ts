import { storableJson, storableText } from './storable.ts'

/** What PostgreSQL calls the type of a list's values. */
export type ListType = 'uuid' | 'text' | 'integer' | 'boolean' | 'timestamptz' | 'jsonb'

/** How one value stands on the wire: writes it into `bytes` from `at` on, and returns where it ends. */
type Write = (value: unknown, bytes: Buffer, at: number) => number

interface Kind {
  /** PostgreSQL: the number of the type, the same in every database. */
  oid: number
  /** The value as it is written, and the most bytes that takes. */
  prepare: (value: unknown) => unknown
  most: (value: unknown) => number
  write: Write
}

/** The value of each character code that is a hexadecimal digit; what is none is negative. */
const hexAt = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
)
const uuidLength = 36
/** Where each byte of a UUID begins in its text. */
const uuidOffsets = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const hyphens = [8, 13, 18, 23]

const writeUuid: Write = (value, bytes, at) => {
  const text = value as string
  let digits = 0
  for (let byte = 0; byte < 16; byte += 1) {
    const from = uuidOffsets[byte]!
    const pair = ((hexAt[text.charCodeAt(from)] ?? -1) << 4) | (hexAt[text.charCodeAt(from + 1)] ?? -1)
    digits |= pair
    bytes[at + byte] = pair
  }
  // Not told by PostgreSQL any more, to which any sixteen bytes are a UUID.
  if (digits < 0 || text.length !== uuidLength || hyphens.some((place) => text[place] !== '-'))
    throw new TypeError(`"${text}" is not a UUID`)
  return at + 16
}

// UTF-8 takes at most three bytes for each of JavaScript's code units.
const mostOfText = (value: unknown) => (value as string).length * 3
const writeText: Write = (value, bytes, at) => at + bytes.write(value as string, at)

/** PostgreSQL: its time begins here, in milliseconds of Unix time. */
const epoch = Date.UTC(2000, 0, 1)
/** An instant is written in two halves of so many values. */
const half = 2 ** 32
function microsecondsOf(value: unknown): number {
  const milliseconds = new Date(value as Date | string).getTime()
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${String(value)}" is not an instant`)
  return (milliseconds - epoch) * 1000
}

const itself = (value: unknown) => value
const kinds: Record<ListType, Kind> = {
  uuid: { oid: 2950, prepare: itself, most: () => 16, write: writeUuid },
  text: {
    oid: 25,
    prepare: (value) => storableText(value as string),
    most: mostOfText,
    write: writeText,
  },
  integer: {
    oid: 23,
    prepare: (value) => {
      if (!Number.isInteger(value)) throw new TypeError(`${String(value)} is not an integer`)
      return value
    },
    most: () => 4,
    write: (value, bytes, at) => bytes.writeInt32BE(value as number, at),
  },
  boolean: {
    oid: 16,
    prepare: (value) => {
      if (typeof value !== 'boolean') throw new TypeError(`${String(value)} is neither true nor false`)
      return value
    },
    most: () => 1,
    write: (value, bytes, at) => bytes.writeUInt8(value === true ? 1 : 0, at),
  },
  timestamptz: {
    oid: 1184,
    prepare: microsecondsOf,
    most: () => 8,
    write: (value, bytes, at) => {
      const high = Math.floor((value as number) / half)
      return bytes.writeUInt32BE((value as number) - high * half, bytes.writeInt32BE(high, at))
    },
  },
  jsonb: {
    oid: 3802,
    prepare: storableJson,
    most: (value) => mostOfText(value) + 1,
    // PostgreSQL: the version of the form, then the text.
    write: (value, bytes, at) => writeText(value, bytes, bytes.writeUInt8(1, at)),
  },
}

/** Dimensions, whether there may be nulls, the type, how many, from which number. */
const headBytes = 20

/** Kept from one list to the next; a list that needs more is rare, and what it needs is not kept. */
const scratch = Buffer.allocUnsafeSlow(2 ** 20)
const roomFor = (bytes: number): Buffer => (bytes <= scratch.length ? scratch : Buffer.allocUnsafe(bytes))

/**
 * Values as PostgreSQL's binary form of an array, in which it neither looks for quotation marks nor reads digits. Texts are kept as PostgreSQL can
 * keep them; what is undefined is null there.
 */
export function listOf(type: ListType, values: readonly unknown[]): Buffer {
  const { oid, prepare, most, write } = kinds[type]
  let room = headBytes
  const prepared = values.map((value) => {
    const ready = value === null || value === undefined ? null : prepare(value)
    room += 4 + (ready === null ? 0 : most(ready))
    return ready
  })
  const bytes = roomFor(room)
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  bytes.writeInt32BE(1, 4)
  bytes.writeInt32BE(oid, 8)
  if (values.length === 0) return Buffer.from(bytes.subarray(0, 12))
  bytes.writeInt32BE(values.length, 12)
  bytes.writeInt32BE(1, 16)
  let at = headBytes
  for (const value of prepared) {
    const from = at + 4
    const end = value === null ? from : write(value, bytes, from)
    bytes.writeInt32BE(value === null ? -1 : end - from, at)
    at = end
  }
  return Buffer.from(bytes.subarray(0, at))
}
