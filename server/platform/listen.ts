import { Client } from 'pg'
import { eventChannel } from './change.ts'
import type { Log } from './log.ts'

/** Listens with one connection for the whole process, and connects again when it is lost. */
export function listen(url: string, log: Log, onHint: (organizationId: string) => void): () => Promise<void> {
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
