type Job = { key: string; run: () => Promise<void> }

/**
 * Runs webhooks in the background. Jobs of one key run one after another, so that the callbacks of a message keep
 * their order; at most `concurrency` keys run at once and at most `capacity` jobs wait: the newest is refused beyond.
 */
export class WebhookQueue {
  readonly #concurrency: number
  readonly #capacity: number
  readonly #ready: Job[] = []
  #head = 0
  readonly #behind = new Map<string, Job[]>()
  #running = 0
  #waiting = 0
  #closed = false
  /** Jobs refused because the queue was full. */
  refused = 0

  constructor(concurrency: number, capacity: number) {
    this.#concurrency = concurrency
    this.#capacity = capacity
  }

  /** Jobs that wait or run. */
  get pending(): number {
    return this.#waiting + this.#running
  }

  push(key: string, run: () => Promise<void>): void {
    if (this.#closed) return
    if (this.#waiting >= this.#capacity) {
      this.refused++
      return
    }
    this.#waiting++
    const behind = this.#behind.get(key)
    if (behind) {
      behind.push({ key, run })
      return
    }
    this.#behind.set(key, [])
    this.#ready.push({ key, run })
    this.#start()
  }

  /** Forgets what waits; what runs is left to end. */
  clear(): void {
    this.#ready.length = 0
    this.#head = 0
    this.#behind.clear()
    this.#waiting = 0
  }

  close(): void {
    this.#closed = true
    this.clear()
  }

  #start(): void {
    while (this.#running < this.#concurrency && this.#head < this.#ready.length) {
      const job = this.#ready[this.#head++]!
      if (this.#head > 1_000 && this.#head * 2 > this.#ready.length) {
        this.#ready.splice(0, this.#head)
        this.#head = 0
      }
      this.#running++
      this.#waiting--
      void job.run().finally(() => this.#finish(job.key))
    }
  }

  #finish(key: string): void {
    this.#running--
    const next = this.#behind.get(key)?.shift()
    if (next) this.#ready.push(next)
    else this.#behind.delete(key)
    this.#start()
  }
}
