import type { Database } from './db.ts'
import type { Log } from './log.ts'
import { type Found, type LiveEvent, type Place, placeNow, readAfter, textOf } from './read-events.ts'

/** What a subscriber gets: events in order; or `reset`, when some are no longer kept and everything must be read anew. */
export interface LiveNews {
  reset: boolean
  events: readonly LiveEvent[]
  /** Where the subscriber now stands. Null in a reset, which is followed by news with a cursor. */
  cursor: string | null
}

/** One who looks on, and where they stand. */
interface Subscriber {
  /** Null until the first look, for one who starts now. */
  place: Place | null
  onNews: (news: LiveNews) => void
}

/** The subscribers of one organization in this process. They share each look when they stand at the same place. */
export class Onlookers {
  readonly subscribers = new Set<Subscriber>()
  readonly #look: (place: Place | null) => Promise<Found>
  readonly #log: Log
  #looking = false
  #again = false
  /** How many more times to look soon for news that was announced and not found. */
  #patience = 0

  constructor(db: Database, organizationId: string, log: Log) {
    this.#log = log
    this.#look = (place) =>
      db.withOrganization(organizationId, async (tx) =>
        place === null ? { events: [], place: await placeNow(tx), more: false } : readAfter(tx, place),
      )
  }

  /** Looks for news now, or once more after the look that is under way. */
  wake(): void {
    this.#again = true
    if (!this.#looking) void this.#run()
  }

  /** There is news, though perhaps not to be read before an older transaction has ended: looks again soon if so. */
  expect(): void {
    this.#patience = 5
    this.wake()
  }

  async #run(): Promise<void> {
    this.#looking = true
    while (this.#again) {
      this.#again = false
      try {
        const found = await this.#deliver()
        if (found) this.#patience = 0
        else if (this.#patience > 0) setTimeout(() => this.wake(), 640 >> this.#patience--).unref()
      } catch (error) {
        this.#log.warn({ err: error }, 'Live events could not be read; the next look is in a second')
      }
    }
    this.#looking = false
  }

  async #deliver(): Promise<boolean> {
    let found = false
    const standing = Map.groupBy(this.subscribers, (each) => (each.place ? textOf(each.place) : ''))
    for (const together of standing.values()) {
      const from = together[0]?.place ?? null
      const { events, place, more } = await this.#look(from)
      for (const each of together) each.place = place
      if (more) this.#again = true
      if (events.length === 0 && from !== null) continue
      if (events.length > 0) found = true
      const news = { reset: false, events, cursor: textOf(place) }
      for (const each of together) if (this.subscribers.has(each)) each.onNews(news)
    }
    return found
  }
}
