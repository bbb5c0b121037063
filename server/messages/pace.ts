import { usualPace } from '#connectors/learn-pace.ts'

/**
 * The pace is kept over a little more than a second, in milliseconds: messages that leave in time may arrive closer to each
 * other than they left.
 */
const windowMs = 1015
/** Messages are taken this long before they may leave, so that none is late because of the database. */
const aheadMs = 120

interface Lane {
  perSecond: number
  /** When the next message is to leave. */
  next: number
  /** When the last messages left, as a ring: the next overwrites the oldest. As long as the widest pace there was, so that a pace that narrows and widens forgets nothing. */
  left: Float64Array
  oldest: number
  restUntil: number
}

/**
 * Spreads the messages of each lane over time. Slots are evenly spaced; whoever comes late to theirs may catch up, but no
 * second ever sees more than the pace allows. Times are milliseconds of a steady clock.
 */
export class Pace {
  readonly #lanes = new Map<string, Lane>()
  readonly #usual: number

  constructor(perSecond = usualPace) {
    this.#usual = perSecond
  }

  /** The lane's own pace from now on, null for the usual one, and never above what was learned. */
  set(lane: string, perSecond: number | null, learned: number | null): void {
    const state = this.#of(lane)
    const wanted = Math.max(1, Math.floor(Math.min(perSecond ?? this.#usual, learned ?? Infinity)))
    if (state.perSecond === wanted) return
    state.perSecond = wanted
    const known = state.left
    if (known.length >= wanted) return
    state.left = new Float64Array(wanted).fill(-Infinity)
    const oldestFirst = [...known.subarray(state.oldest), ...known.subarray(0, state.oldest)]
    state.left.set(oldestFirst, wanted - known.length)
    state.oldest = 0
  }

  /** For how many messages there will be a slot soon. */
  room(lane: string, now: number): number {
    const { next, restUntil, perSecond } = this.#of(lane)
    if (now < restUntil) return 0
    const from = Math.max(next, now - aheadMs)
    return Math.max(0, Math.ceil(((now + aheadMs - from) * perSecond) / windowMs))
  }

  /** When the next message of the lane is to leave; each call takes a slot. */
  takeSlot(lane: string, now: number): number {
    const state = this.#of(lane)
    const slot = Math.max(state.next, now - aheadMs)
    state.next = slot + windowMs / state.perSecond
    return slot
  }

  /** Notes that a message leaves now and answers 0, or answers how long it must wait still. */
  leave(lane: string, now: number): number {
    const state = this.#of(lane)
    const { left, oldest, perSecond } = state
    const before = left[(oldest - perSecond + left.length) % left.length]!
    const wait = Math.max(state.restUntil, before + windowMs) - now
    if (wait > 0) return wait
    left[oldest] = now
    state.oldest = (oldest + 1) % left.length
    return 0
  }

  /** Twilio asked for a pause. */
  rest(lane: string, milliseconds: number, now: number): void {
    this.#of(lane).restUntil = now + milliseconds
  }

  #of(lane: string): Lane {
    const known = this.#lanes.get(lane)
    if (known) return known
    const left = new Float64Array(this.#usual).fill(-Infinity)
    const state = { perSecond: this.#usual, next: -Infinity, left, oldest: 0, restUntil: -Infinity }
    this.#lanes.set(lane, state)
    return state
  }
}
