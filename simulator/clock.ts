type Timer = { at: number; order: number; run: () => void }

/**
 * The simulator's clock: real time plus an offset that only grows. Timers wait on this clock, so moving it runs
 * what has become due, in the order of due times.
 */
export class Clock {
  offsetMs = 0
  readonly #heap: Timer[] = []
  #order = 0
  #alarm: NodeJS.Timeout | null = null
  #closed = false

  now(): number {
    return Date.now() + this.offsetMs
  }

  /** Timers that are due within so many milliseconds of this clock. */
  dueWithin(ms: number): number {
    const limit = this.now() + ms
    return this.#heap.filter(({ at }) => at <= limit).length
  }

  /** Runs `run` once `ms` milliseconds have passed on this clock. */
  after(ms: number, run: () => void): void {
    if (this.#closed) return
    this.#insert({ at: this.now() + ms, order: this.#order++, run })
    this.#setAlarm()
  }

  /** Moves time forward and runs all that is due by then, each at its own instant. */
  advance(ms: number): void {
    const target = this.now() + ms
    for (let head = this.#heap[0]; head && head.at <= target; head = this.#heap[0]) {
      if (head.at > this.now()) this.offsetMs += head.at - this.now()
      this.#removeHead()
      head.run()
    }
    if (target > this.now()) this.offsetMs += target - this.now()
    this.#setAlarm()
  }

  /** Forgets all timers; time goes on. */
  clear(): void {
    this.#heap.length = 0
    if (this.#alarm) clearTimeout(this.#alarm)
    this.#alarm = null
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.clear()
  }

  #setAlarm(): void {
    if (this.#alarm) clearTimeout(this.#alarm)
    this.#alarm = null
    const head = this.#heap[0]
    // setTimeout overflows beyond 2^31-1 ms; an early alarm finds nothing due and is set again.
    if (head)
      this.#alarm = setTimeout(() => this.advance(0), Math.min(Math.max(0, head.at - this.now()), 2 ** 30))
  }

  #insert(timer: Timer): void {
    const heap = this.#heap
    let place = heap.push(timer) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!before(timer, heap[parent]!)) break
      heap[place] = heap[parent]!
      place = parent
    }
    heap[place] = timer
  }

  #removeHead(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let place = 0
    for (;;) {
      let child = place * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[place] = heap[child]!
      place = child
    }
    heap[place] = last
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at
}
