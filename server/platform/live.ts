import { type LiveNews, Onlookers } from './onlookers.ts'
import type { Change } from './change.ts'
import type { Database, Tx } from './db.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { placeOf } from './read-events.ts'

const day = 24 * 3_600_000

export interface Live extends AsyncDisposable {
  /**
   * Delivers the organization's events after the cursor, then those that follow. Without a cursor: from now on, beginning
   * with news that holds no event and says where now is.
   * Nobody else's events pass by here. Returns how to end it.
   */
  subscribe(organizationId: string, cursor: string | null, onNews: (news: LiveNews) => void): () => void
  close(): Promise<void>
}

type Told = Omit<Change, 'facts'> & Partial<Change>

/** Tells those who look at the organization when this transaction commits. */
export const publish = (tx: Tx, change: Told): void => publishAll(tx, [change])

/** Tells of many changes at once. */
export function publishAll(tx: Tx, changes: readonly Told[]): void {
  tx.tell(changes.map(({ topic, subjectId, facts = {} }) => ({ topic, subjectId, facts })))
}

/** Opens the live events of this process. `url` must be a direct connection, not a transaction pooler. */
export function openLive(db: Database, url: string, log: Log): Live {
  const onlookers = new Map<string, Onlookers>()
  const stopListening = listen(url, log, (organizationId) => onlookers.get(organizationId)?.expect())
  // Finds what a lost hint would have told, and what waited for an older transaction to end.
  const poll = setInterval(() => {
    for (const group of onlookers.values()) group.wake()
  }, 1000)
  poll.unref()

  return {
    subscribe(organizationId, cursor, onNews) {
      const group = onlookers.get(organizationId) ?? new Onlookers(db, organizationId, log)
      onlookers.set(organizationId, group)
      const given = cursor === null ? null : placeOf(cursor)
      const kept = given !== null && given.at > Date.now() - day
      const subscriber = { place: kept ? given : null, onNews }
      group.subscribers.add(subscriber)
      if (cursor !== null && !kept) onNews({ reset: true, events: [], cursor: null })
      group.wake()
      return () => {
        group.subscribers.delete(subscriber)
        if (group.subscribers.size === 0) onlookers.delete(organizationId)
      }
    },
    async close() {
      clearInterval(poll)
      onlookers.clear()
      await stopListening()
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
  }
}
