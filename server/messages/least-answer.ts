/** A least time is believed for so long, in milliseconds: the way to Twilio changes. */
const believedMs = 10_000
/** Until one has been known for that long, a shorter one may come by so much: whoever begins while the machine is busy hears every answer late. */
const doubt = 0.2

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

  /** For how many milliseconds at most a message was held up of which this is how long its answer took. */
  heldUp(took: number): number {
    const least = this.#before === Infinity ? this.#least * (1 - doubt) : Math.min(this.#least, this.#before)
    return Math.max(0, took - least)
  }
}
