import { crashPoint } from '#platform/crash-point.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import {
  countFailedTry,
  finishInbound,
  type InboundEvent,
  nextInbound,
  organizationsWithInbound,
  pairsWithInbound,
} from './intake-store.ts'

/** What became of an event: a message, or the reason why it could not become one. */
export type Receive = (tx: Tx, event: InboundEvent) => Promise<{ unparsed?: string }>

export interface Intake {
  /** There is work in this organization. */
  wake(organizationId: string): void
  /** Resolves when nothing waits that this worker could take. */
  settled(): Promise<void>
  /** Finishes what is in flight, takes nothing new. */
  stop(): Promise<void>
}

const pairsAtOnce = 8
const triesBeforeSettingAside = 5
/** Work of other processes, and of a crash, is found by looking. */
const lookEveryMs = 1000

/** Takes journaled webhooks, in order within each pair, and turns them into messages. */
export function startIntake(database: Database, receive: Receive, log: Log): Intake {
  const awake = new Set<string>()
  let running: Promise<void> | null = null
  let stopped = false

  const takePair = async (organizationId: string, pair: string) => {
    // One event in each transaction: a broken one undoes nothing of its neighbours.
    for (;;) {
      const more = await database.withOrganization(organizationId, async (tx) => {
        const event = stopped ? undefined : await nextInbound(tx, pair)
        if (!event) return false
        await finishInbound(tx, event, await receive(tx, event))
        return true
      })
      if (!more) return
      crashPoint('after-receive')
    }
  }

  const takeOrganization = async (organizationId: string) => {
    const pairs = await database.withOrganization(organizationId, (tx) => pairsWithInbound(tx, pairsAtOnce))
    await Promise.all(
      pairs.map((pair) =>
        takePair(organizationId, pair).catch(async (error: unknown) => {
          log.error({ err: error }, 'An incoming message could not be processed')
          const detail = error instanceof Error ? error.message : String(error)
          await database.withOrganization(organizationId, (tx) =>
            countFailedTry(tx, pair, triesBeforeSettingAside, detail),
          )
        }),
      ),
    )
    if (pairs.length === pairsAtOnce) awake.add(organizationId)
  }

  const run = async () => {
    while (awake.size > 0 && !stopped) {
      const organizations = [...awake]
      awake.clear()
      await Promise.all(organizations.map(takeOrganization))
    }
  }
  const start = () => {
    running ??= run()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'Incoming messages wait: the database did not answer'),
      )
      .finally(() => {
        running = null
        if (awake.size > 0 && !stopped) start()
      })
  }
  const look = async () => {
    for (const id of await database.acrossOrganizations(organizationsWithInbound)) awake.add(id)
    if (awake.size > 0) start()
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'Could not look for waiting messages'))
  }, lookEveryMs)
  timer.unref()

  return {
    wake(organizationId) {
      if (stopped) return
      awake.add(organizationId)
      start()
    },
    async settled() {
      await look()
      while (running) await running
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
