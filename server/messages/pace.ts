import { usualPace } from '#connectors/learn-pace.ts'
import { LeastAnswer } from './least-answer.ts'

/** A second, and what a timer may be early by. In milliseconds, as all times here are. */
const secondMs = 1002
/** Messages are taken this long before they may leave, so that none is late because of the database: a look, a claim and a marker take 250 ms where it is busy. */
const aheadMs = 300
/** As long as the shortest answer is not proven, a shorter one may come by this part of it. */
const doubt = 0.2
/** No message is believed to arrive later after it left than this: one whose answer never comes must not hold its slot for ever. */
const latestMs = 1000

/** A message leaves: it is due, it left, it was answered. On a steady clock. */
export interface Departure {
  readonly lane: string
  /** Which of the lane's slots it has; another if the pace narrowed meanwhile. */
  slot: number
  readonly due: number
  left: number
  /** Infinity while there is no answer. */
  answered: number
}

interface Lane {
  perSecond: number
  /** A slot for each message of a second, with who left from it last. Those above a narrower pace are kept, so that one that narrows and widens forgets nothing. */
  slots: Departure[]
  turn: number
  /** When the next message is to leave. */
  next: number
  restUntil: number
}

/**
 * Spreads the messages of each lane over time, evenly; whoever is late may catch up. As many arrive in any second as the pace allows, and never more:
 * each slot is free again a second after its last message must have *arrived*. Where an answer took longer than the shortest, its message may have
 * arrived later by the difference, and those behind it would arrive too close to it.
 */
export class Pace {
  readonly #lanes = new Map<string, Lane>()
  /**
   * Of all lanes, which go the same way to Twilio: one lane alone hears too few to know the shortest where the machine is busy, and to believe it longer
   * than it is lets messages arrive too close to each other.
   */
  readonly #answers = new LeastAnswer()
  readonly #usual: number

  constructor(perSecond = usualPace) {
    this.#usual = perSecond
  }

  /** The lane's own pace from now on, null for the usual one, and never above what was learned. */
  set(lane: string, perSecond: number | null, learned: number | null): void {
    const state = this.#of(lane)
    const wanted = Math.max(1, Math.floor(Math.min(perSecond ?? this.#usual, learned ?? Infinity)))
    if (state.perSecond === wanted) return
    // Slots that were not there before are the first to be free.
    state.turn = wanted > state.perSecond ? state.perSecond : state.turn % wanted
    state.perSecond = wanted
  }

  /** For how many messages there will be a slot soon. */
  room(lane: string, now: number): number {
    const state = this.#of(lane)
    if (now < state.restUntil) return 0
    // Whoever is late by less than a second catches up, as its slots let it; whoever had nothing to say for longer begins anew, evenly.
    if (state.next < now - secondMs) state.next = now
    const soon = Math.ceil(((now + aheadMs - state.next) * state.perSecond) / 1000)
    return Math.min(Math.max(0, soon), state.perSecond)
  }

  /** Takes a slot for the next message of the lane, and tells when it is due to leave. */
  takeSlot(lane: string, now: number): Departure {
    const state = this.#of(lane)
    const { turn: slot, perSecond } = state
    if (state.next === -Infinity) state.next = now
    const due = state.next
    const held = Math.max(0, this.#freeAt(state, slot, now) - due)
    state.turn = (slot + 1) % perSecond
    // One late slot delays its own message only; where all are, the lane slows down by what they are late.
    state.next = due + (1000 + held) / perSecond
    return { lane, slot, due: due + held, left: -Infinity, answered: Infinity }
  }

  /** Notes that a message leaves now and answers 0, or answers how long it must wait still. */
  leave(departure: Departure, now: number): number {
    const state = this.#of(departure.lane)
    departure.slot %= state.perSecond
    const wait = Math.max(state.restUntil, this.#freeAt(state, departure.slot, now)) - now
    if (wait > 0) return wait
    departure.left = now
    state.slots[departure.slot] = departure
    return 0
  }

  /** Notes that there is an answer. Only of a message that Twilio took it tells how long the way is: refusals are quicker. */
  answered(departure: Departure, now: number, isTaken: boolean): void {
    departure.answered = now
    if (isTaken) this.#answers.note(now - departure.left, now)
  }

  /** Twilio asked for a pause. */
  rest(lane: string, milliseconds: number, now: number): void {
    const state = this.#of(lane)
    state.restUntil = now + milliseconds
    // What it would have said meanwhile is not said all at once: that is what the pause was asked for.
    state.next = Math.max(state.next, state.restUntil)
  }

  #of(lane: string): Lane {
    const known = this.#lanes.get(lane)
    if (known) return known
    const state: Lane = {
      perSecond: this.#usual,
      slots: [],
      turn: 0,
      next: -Infinity,
      restUntil: -Infinity,
    }
    this.#lanes.set(lane, state)
    return state
  }

  /** From when on a slot lets a message through. */
  #freeAt({ slots }: Lane, slot: number, now: number): number {
    const last = slots[slot]
    if (!last) return -Infinity
    const heldUp = Math.min(last.answered, now) - last.left - this.#least
    return last.left + secondMs + Math.min(Math.max(0, heldUp), latestMs)
  }

  /** The shortest answer as far as it is known. The first ones may all be late, so something is taken off what they say. */
  get #least(): number {
    return this.#answers.least * (this.#answers.isProven ? 1 : 1 - doubt)
  }
}
