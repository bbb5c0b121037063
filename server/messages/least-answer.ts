/** A least time is believed for so long, in milliseconds: the way to Twilio changes. */
const believedMs = 10_000

/** The shortest time in which Twilio answered lately. What took longer was held up by the difference, on its way there or back. */
export class LeastAnswer {
  #from = -Infinity
  #least = Infinity
  #before = Infinity

  /** Notes an answer that took so many milliseconds. */
  note(took: number, now: number): void {
    if (now - this.#from > believedMs) {
      this.#before = now - this.#from > 2 * believedMs ? Infinity : this.#least
      this.#least = Infinity
      this.#from = now
    }
    this.#least = Math.min(this.#least, took)
  }

  /** In milliseconds; Infinity where nothing was heard. */
  get least(): number {
    return Math.min(this.#least, this.#before)
  }

  /** Whether answers have been heard for long enough that one of them will have been quick: whoever begins while the machine is busy hears all of them late. */
  get isProven(): boolean {
    return this.#before !== Infinity
  }
}
