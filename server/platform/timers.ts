import { Client } from 'pg'
import type { Log } from './log.ts'

export interface Timers {
  every(seconds: number, name: string, handler: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/**
 * Timers that run in one process at a time. Whoever holds a timer's advisory lock runs it; the lock belongs to a database
 * session, so it passes on when the process dies. No rows are written. A run that takes longer than its interval is not
 * overtaken by the next one.
 */
export function openTimers(url: string, log: Log): Timers {
  const held = new Set<string>()
  const running = new Set<Promise<void>>()
  const pulses: NodeJS.Timeout[] = []
  let session: Promise<Client> | null = null
  let stopped = false
  // One session asks one thing at a time.
  let line: Promise<unknown> = Promise.resolve()

  const connect = async () => {
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 })
    const forget = () => {
      held.clear()
      session = null
    }
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    return client
  }
  const take = async (name: string): Promise<boolean> => {
    if (held.has(name)) return true
    session ??= connect().catch((error: unknown) => {
      session = null
      throw error
    })
    const client = await session
    const asked = line.then(() =>
      client.query<{ taken: boolean }>(
        "select pg_try_advisory_lock(hashtextextended('parley timer ' || $1, 0)) as taken",
        [name],
      ),
    )
    line = asked.catch(() => undefined)
    const { rows } = await asked
    if (rows[0]?.taken) held.add(name)
    return held.has(name)
  }
  const run = async (name: string, handler: () => Promise<void>) => {
    try {
      if (await take(name)) await handler()
    } catch (error) {
      if (!stopped) log.warn({ err: error, timer: name }, 'A timer failed; it runs again at its next turn')
    }
  }
  return {
    async every(seconds, name, handler) {
      let busy = false
      const pulse = () => {
        if (busy || stopped) return
        busy = true
        const turn = run(name, handler).finally(() => {
          busy = false
          running.delete(turn)
        })
        running.add(turn)
      }
      const timer = setInterval(pulse, seconds * 1000)
      timer.unref()
      pulses.push(timer)
      pulse()
    },
    async stop() {
      stopped = true
      for (const pulse of pulses) clearInterval(pulse)
      await Promise.all(running)
      const client = await session?.catch(() => null)
      await client?.end()
    },
  }
}
