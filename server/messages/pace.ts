/** Twilio: a WhatsApp sender takes 80 messages a second unless it was raised. */
export const messagesPerSecond = 80

/** A bucket of tokens for each lane: no second ever sees more than the pace allows, and a little burst is kept small. */
export class Pace {
  readonly #perSecond: number
  readonly #burst: number
  readonly #lanes = new Map<string, { tokens: number; at: number; restUntil: number }>()

  constructor(perSecond = messagesPerSecond) {
    this.#perSecond = perSecond
    this.#burst = Math.max(1, Math.ceil(perSecond / 20))
  }

  /** How many messages the lane may send at this instant, in milliseconds of a steady clock. */
  available(lane: string, now: number): number {
    const state = this.#lanes.get(lane)
    if (!state) return this.#burst
    if (now < state.restUntil) return 0
    return Math.floor(Math.min(this.#burst, state.tokens + ((now - state.at) / 1000) * this.#perSecond))
  }

  spend(lane: string, count: number, now: number): void {
    const state = this.#lanes.get(lane) ?? { tokens: this.#burst, at: now, restUntil: 0 }
    const tokens = Math.min(this.#burst, state.tokens + ((now - state.at) / 1000) * this.#perSecond)
    this.#lanes.set(lane, { ...state, tokens: tokens - count, at: now })
  }

  /** Twilio asked for a pause. */
  rest(lane: string, milliseconds: number, now: number): void {
    const state = this.#lanes.get(lane) ?? { tokens: this.#burst, at: now, restUntil: 0 }
    this.#lanes.set(lane, { ...state, restUntil: now + milliseconds })
  }
}
