import { randomFillSync } from 'node:crypto'

/** Chance is drawn for many ids at once: asking the system for each would cost more than all the rest. */
const chance = Buffer.alloc(8 * 512)
let drawn = chance.length

let lastMillisecond = 0
let sequence = 0

/** In the place of an organization's id, for what belongs to none. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * A new UUIDv7: 48 bits of Unix milliseconds, then a counter, then chance.
 * Within one process each id sorts after the one before it, also when the wall clock steps back.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastMillisecond++
    sequence = 0
  }
  if (drawn === chance.length) {
    randomFillSync(chance)
    drawn = 0
  }
  const at = drawn
  drawn += 8
  chance[at] = ((chance[at] ?? 0) & 0x3f) | 0x80
  const time = lastMillisecond.toString(16).padStart(12, '0')
  const count = (0x7000 | sequence).toString(16)
  const rest = chance.toString('hex', at, drawn)
  return `${time.slice(0, 8)}-${time.slice(8)}-${count}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

/** The least id of an instant: ids made since then are not less. */
export function idAt(instant: Date): string {
  const time = instant.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** When an id of ours was made. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether the text is a lower-case UUID, and so is safe to stand in a statement. */
export const isId = (text: string): boolean => uuid.test(text)
