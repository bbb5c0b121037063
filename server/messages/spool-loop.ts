import type { Log } from '#platform/log.ts'
import type { InboundRow } from './journal-inbound.ts'
import type { Spool } from './spool.ts'

const lookEveryMs = 1000

export interface SpoolLoop {
  /** Finishes the drain that is under way. */
  stop(): Promise<void>
}

/**
 * Hands what this process has spooled to the database as soon as that takes it. The spool lies on the disk of the process
 * that answered Twilio, so each process empties its own.
 */
export function startSpoolLoop(
  spool: Spool,
  journal: (rows: readonly InboundRow[]) => Promise<void>,
  log: Log,
): SpoolLoop {
  let running: Promise<void> | null = null
  let isAway = false
  const drain = async () => {
    try {
      await spool.drain(journal)
      isAway = false
    } catch (error) {
      if (!isAway)
        log.warn({ err: error }, 'Incoming messages wait on the disk: the database does not take them')
      isAway = true
    }
  }
  const look = () => {
    running ??= drain().finally(() => (running = null))
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
