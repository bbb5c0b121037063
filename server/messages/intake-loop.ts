import { crashPoint } from '#platform/crash-point.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import { type Rounds, type RoundsOptions, startRounds } from '#platform/rounds.ts'
import { countFailedTry } from './aside-store.ts'
import {
  eventsOf,
  finishInbound,
  holdIntake,
  organizationsWithInbound,
  openBatches,
  readAlone,
  readLine,
} from './intake-store.ts'
import { type InboundEvent, pairOf, readWebhooks } from './read-journal.ts'
import { type RecentWebhooks, recentWebhooks } from './recent-webhooks.ts'

/** What became of events, in order: a message, or the reason why it could not become one. */
export type Receive = (tx: Tx, events: readonly InboundEvent[]) => Promise<{ unparsed?: string }[]>

export interface Intake extends Rounds {
  /** What comes to this process, and is about to be journaled. */
  recent: RecentWebhooks
}

/** Events of one transaction: what waits for them all is their slowest. */
const together = 500
/** After so many the worker rests for half the time they took, in milliseconds at most: what comes meanwhile joins the next batch. */
const restAfter = 50
const longestRestMs = 100
const triesBeforeSettingAside = 5
/** In milliseconds: another worker is at the organization, and may not have seen what was written last. */
const askAgainMs = 50

const rest = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

/** Takes journaled webhooks, many at once, in order within each pair, and turns them into messages. */
export function startIntake(database: Database, receive: Receive, log: Log): Intake {
  const recent = recentWebhooks()

  /**
   * Takes what waits, the oldest together. After a batch that failed each of its events is taken alone, so that a broken one undoes nothing of
   * its neighbours; the pair of a broken one waits for the next look, which keeps the order of its thread.
   */
  const take: RoundsOptions['take'] = async (organizationId, isStopped) => {
    const broken: string[] = []
    let alone = 0
    while (!isStopped()) {
      const careful = alone > 0 || broken.length > 0
      let taken: readonly InboundEvent[] = []
      let isBatch = false
      const start = performance.now()
      try {
        if (careful) await openLine(organizationId)
        const mine = await database.withOrganization(organizationId, async (tx) => {
          // Both travel together; what is read without the right to it is not looked at.
          const [held, line] = await Promise.all([
            holdIntake(tx),
            careful ? readAlone(tx, alone > 0 ? 1 : together, broken) : readLine(tx, together),
          ])
          if (!held) return false
          isBatch = line.batches.length > 0
          taken = await readWebhooks(tx, eventsOf(line), recent)
          if (taken.length > 0) await finishInbound(tx, line, taken, await receive(tx, taken))
          return true
        })
        if (!mine) setTimeout(() => rounds.wake(organizationId), askAgainMs).unref()
        if (taken.length === 0) return
        crashPoint('after-receive')
        alone = Math.max(0, alone - 1)
        // A whole batch means that more is there already.
        if (taken.length >= restAfter && taken.length < together)
          await rest(Math.min((performance.now() - start) / 2, longestRestMs))
      } catch (error) {
        const [event] = taken
        if (!event) throw error
        if (taken.length > 1 || isBatch) {
          alone = taken.length
          continue
        }
        log.error({ err: error }, 'An incoming message could not be processed')
        broken.push(pairOf(event))
        await setBack(organizationId, event, error)
      }
    }
  }

  // By itself: what is broken would undo it, and then no try could be counted.
  const openLine = async (organizationId: string) => {
    await database.withOrganization(organizationId, async (tx) => {
      if (await holdIntake(tx)) await openBatches(tx)
    })
  }

  const setBack = async (organizationId: string, event: InboundEvent, error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error)
    await database.withOrganization(organizationId, (tx) =>
      countFailedTry(tx, event.id, triesBeforeSettingAside, detail),
    )
  }

  const rounds = startRounds({
    find: () => database.acrossOrganizations(organizationsWithInbound),
    take,
    onFault: (error) => log.warn({ err: error }, 'Incoming messages wait: the database did not answer'),
  })
  return { ...rounds, recent }
}
