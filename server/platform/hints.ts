import type { Pool } from 'pg'
import type { Log } from './log.ts'

/**
 * Wakes listeners in other processes. A hint may be lost or doubled: whoever listens also polls. NOTIFY takes a lock
 * that all commits of the cluster queue for, so it is never sent inside a writing transaction, and what gathers within
 * 20 ms goes out as one statement.
 */
export interface Hints {
  send(channel: string, payload: string): void
  close(): Promise<void>
}

const gatherFor = 20

export function openHints(pool: Pool, log: Log): Hints {
  let waiting = new Map<string, [channel: string, payload: string]>()
  let running: Promise<void> | null = null
  let closed = false

  const flush = async () => {
    const batch = [...waiting.values()]
    waiting = new Map()
    try {
      await pool.query(
        'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as hint(channel, payload)',
        [batch.map(([channel]) => channel), batch.map(([, payload]) => payload)],
      )
    } catch (error) {
      log.warn({ err: error }, 'Listeners could not be woken; they will notice at their next look')
    }
  }
  const run = async () => {
    while (waiting.size > 0) {
      await flush()
      if (!closed) await new Promise((resolve) => setTimeout(resolve, gatherFor))
    }
    running = null
  }
  return {
    send(channel, payload) {
      if (closed) return
      waiting.set(`${channel} ${payload}`, [channel, payload])
      running ??= run()
    },
    async close() {
      closed = true
      await running
    },
  }
}
