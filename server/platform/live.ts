import type { LiveTopic } from '@parley/contract/news.ts'
import { type RawBuilder, sql } from 'kysely'
import { Client } from 'pg'
import { type Change, eventChannel } from './change.ts'
import type { Database, Tx } from './db.ts'
import type { Log } from './log.ts'

const day = 24 * 3_600_000

export interface LiveEvent {
  /** Where to go on after this event: give it back as the cursor. Null while others of the same transaction follow. */
  cursor: string | null
  topic: LiveTopic
  subjectId: string
  facts: unknown
  /** The event as JSON text, made once for all who receive it. */
  data: string
}

/** What a subscriber gets: events in order; or `reset`, when some are no longer kept and everything must be read anew. */
export interface LiveNews {
  reset: boolean
  events: readonly LiveEvent[]
  /** Where the subscriber now stands. Null in a reset, which is followed by news with a cursor. */
  cursor: string | null
}

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

/** Removes what is older than a day; a cursor from before is answered with `reset`. */
export async function pruneEvents(tx: Tx): Promise<void> {
  await tx.db
    .deleteFrom('event')
    .where('organizationId', '=', tx.organizationId)
    .where('at', '<', sql<Date>`now() - interval '24 hours'`)
    .execute()
}

/** Transaction and id of the last event seen, and when it was written. */
interface Place {
  transaction: string
  id: number
  /** Unix milliseconds. */
  at: number
}

const textOf = (place: Place) => `${place.transaction}.${place.id}.${place.at}`

/** Null for text that is no cursor of ours. */
function placeOf(cursor: string): Place | null {
  const parts = /^(\d{1,20})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  return parts ? { transaction: parts[1] ?? '', id: Number(parts[2]), at: Number(parts[3]) } : null
}

// Transactions from here on may still be running, so what they wrote is not looked at yet.
const oldestRunning: RawBuilder<string> = sql`pg_snapshot_xmin(pg_current_snapshot())`

async function placeNow(tx: Tx): Promise<Place> {
  const { rows } = await sql<{ transaction: string }>`select ${oldestRunning}::text as transaction`.execute(
    tx.db,
  )
  return { transaction: rows[0]?.transaction ?? '0', id: 0, at: Date.now() }
}

/** Rows of one look. */
const most = 100

interface Found {
  events: LiveEvent[]
  place: Place
  /** There is more than one look takes. */
  more: boolean
}

async function readAfter(tx: Tx, place: Place): Promise<Found> {
  const rows = await tx.db
    .selectFrom('event')
    .select(['id', 'changes', 'transactionId', 'at'])
    .where('organizationId', '=', tx.organizationId)
    .where(sql<boolean>`(transaction_id, id) > (${place.transaction}::xid8, ${place.id}::bigint)`)
    .where(sql<boolean>`transaction_id < ${oldestRunning}`)
    .orderBy('transactionId')
    .orderBy('id')
    .limit(most)
    .execute()
  let last = place
  const events = rows.flatMap((row) => {
    last = { transaction: row.transactionId, id: row.id, at: row.at.getTime() }
    const changes = row.changes as Change[]
    return changes.map((change, at) => ({
      cursor: at === changes.length - 1 ? textOf(last) : null,
      ...change,
      data: JSON.stringify(change),
    }))
  })
  return { events, place: last, more: rows.length === most }
}

interface Subscriber {
  /** Null until the first look, for one who starts now. */
  place: Place | null
  onNews: (news: LiveNews) => void
}

/** The subscribers of one organization in this process. They share each look when they stand at the same place. */
class Audience {
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

/** Listens with one connection for the whole process, and connects again when it is lost. */
function listen(url: string, log: Log, onHint: (organizationId: string) => void): () => Promise<void> {
  let closed = false
  let current: Client | null = null
  const connect = async (): Promise<void> => {
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 })
    const again = () => {
      if (closed || current !== client) return
      current = null
      setTimeout(() => void connect(), 1000).unref()
    }
    current = client
    client.on('error', again)
    client.on('end', again)
    client.on('notification', ({ payload }) => payload !== undefined && onHint(payload))
    try {
      await client.connect()
      await client.query(`listen ${eventChannel}`)
    } catch (error) {
      if (!closed)
        log.warn({ err: error }, 'No connection to listen on; live events come by polling meanwhile')
      again()
    }
    if (closed) await client.end().catch(() => undefined)
  }
  void connect()
  return async () => {
    closed = true
    await current?.end().catch(() => undefined)
  }
}

/** Opens the live events of this process. `url` must be a direct connection, not a transaction pooler. */
export function openLive(db: Database, url: string, log: Log): Live {
  const audiences = new Map<string, Audience>()
  const stopListening = listen(url, log, (organizationId) => audiences.get(organizationId)?.expect())
  // Finds what a lost hint would have told, and what waited for an older transaction to end.
  const poll = setInterval(() => {
    for (const audience of audiences.values()) audience.wake()
  }, 1000)
  poll.unref()

  return {
    subscribe(organizationId, cursor, onNews) {
      const audience = audiences.get(organizationId) ?? new Audience(db, organizationId, log)
      audiences.set(organizationId, audience)
      const given = cursor === null ? null : placeOf(cursor)
      const kept = given !== null && given.at > Date.now() - day
      const subscriber = { place: kept ? given : null, onNews }
      audience.subscribers.add(subscriber)
      if (cursor !== null && !kept) onNews({ reset: true, events: [], cursor: null })
      audience.wake()
      return () => {
        audience.subscribers.delete(subscriber)
        if (audience.subscribers.size === 0) audiences.delete(organizationId)
      }
    },
    async close() {
      clearInterval(poll)
      audiences.clear()
      await stopListening()
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
  }
}
