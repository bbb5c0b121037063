import { usualPace } from '#connectors/learn-pace.ts'
import type { Clock } from '#platform/clock.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Database, Tx } from '#platform/db.ts'
import { groupCommit } from '#platform/group-commit.ts'
import { newId } from '#platform/ids.ts'
import { paceOfLane } from './lane-pace.ts'
import { type Marked, markDispatching } from './mark-dispatching.ts'
import { postDeadlineMs } from './message.ts'
import {
  claimMessages,
  type Claimed,
  type DueLane,
  type LaneRoom,
  lanesToServe,
  leaveLanes,
  organizationsWithOutbox,
  unclaim,
} from './outbox-store.ts'
import { Pace } from './pace.ts'
import { postMessage, type PostDependencies, type Sending } from './post-message.ts'
import { type Outcome, recordOutcomes } from './record-outcomes.ts'
import { inTurn, isMoreBehind, sharePlaces } from './share-places.ts'
import { sweepLeases } from './sweep-leases.ts'

export interface DispatchDependencies extends PostDependencies {
  database: Database
  clock: Clock
  /** The address Twilio reports to for this connector; each message adds its attempt. */
  statusUrl: (tx: Tx, connectorId: string) => Promise<string>
  perSecond?: number
}

export interface Dispatcher {
  wake(): void
  /** Takes nothing new, and waits for the answers to what was asked. */
  stop(): Promise<void>
}

/** While lanes have more than their pace lets through, and while nothing is known to wait. */
const lookSoonMs = 40
const lookEveryMs = 60
const sweepEveryMs = 2000
/** Messages of this process between marker and record: half a second of what twenty numbers send. */
const inFlightLimit = 1024
/** Most that are taken at once: the first of them leaves when the last of them is marked. */
const togetherLimit = 512
/** New ones are taken when there is room for so many: a claim costs the same for one as for fifty. */
const worthwhile = 64
/** Between two batches of outcomes. An answer that is not written down yet would be an unknown one after a crash, so this is short beside the POST. */
const recordRest = { milliseconds: 30, below: 100 }
/** Campaigns leave so many places free, so that an answer never waits for one of theirs. */
const keptForPeople = 64

/**
 * Takes messages from the outbox to Twilio: claim → marker → POST → record. Each step is a commit of its own, so that a
 * crash between any two of them leaves a state that says what is known.
 */
export function startDispatcher(dependencies: DispatchDependencies): Dispatcher {
  const { database, log } = dependencies
  const usual = dependencies.perSecond ?? usualPace
  const pace = new Pace(usual)
  const ownerId = newId()
  /** Where this process serves lanes, to leave them in the end. */
  const served = new Set<string>()
  const record = groupCommit<Outcome, null>({
    write: (batch) => recordOutcomes(database, batch),
    limit: 500,
    inFlight: 1,
    rest: recordRest,
  })
  const inFlight = new Set<Promise<void>>()
  let stopped = false
  let looking = false
  let more = false
  /** Too few could be taken at the last look, for all the slots there were. */
  let crowded = false
  let turn = 0

  const send = (sending: Sending) => {
    const work: Promise<void> = postMessage(dependencies, pace, record, sending)
      // The marker stands: when its lease ends the message is unknown.
      .catch((error: unknown) =>
        log.error({ err: error, messageId: sending.message.id }, 'A message’s outcome could not be recorded'),
      )
      .finally(() => {
        inFlight.delete(work)
        if (crowded && hasPlaces()) wake()
      })
    inFlight.add(work)
  }

  const roomsOf = (lanes: readonly DueLane[], share: number): LaneRoom[] => {
    const free = inFlightLimit - inFlight.size
    const places = { free, shared: Math.min(share, free - keptForPeople), together: togetherLimit }
    const shared = sharePlaces(lanes, places, (due) => {
      pace.set(due.lane, paceOfLane(due, usual), null)
      return pace.room(due.lane, performance.now())
    })
    if (shared.crowded) crowded = true
    return shared.rooms
  }

  /** @returns how many messages were taken */
  const serve = async (organizationId: string, share: number): Promise<number> => {
    const claimed = await database.withOrganization(organizationId, async (tx) => {
      served.add(organizationId)
      const lanes = await lanesToServe(tx, ownerId)
      const rooms = roomsOf(lanes, share)
      const taken = rooms.length > 0 ? await claimMessages(tx, rooms) : []
      if (isMoreBehind(lanes, rooms, taken)) more = true
      return taken
    })
    if (claimed.length === 0) return 0
    crashPoint('after-claim')
    if (stopped) {
      await giveBack(database, organizationId, claimed)
      return 0
    }
    const { marked, urls } = await mark(dependencies, organizationId, claimed)
    // From the commit on: whoever is slower than this may have been given up, and must not send any more.
    const deadline = performance.now() + postDeadlineMs
    crashPoint('after-marker')
    for (const message of marked) {
      const departure = pace.takeSlot(message.lane, performance.now())
      send({ organizationId, message, statusUrl: urls.get(message.connectorId) ?? '', departure, deadline })
    }
    return claimed.length
  }

  const hasPlaces = () => inFlightLimit - inFlight.size >= worthwhile
  /** @returns whether there is more to take at once */
  const look = async (): Promise<boolean> => {
    if (looking || stopped || !hasPlaces()) return false
    looking = true
    more = false
    crowded = false
    let taken = 0
    try {
      const waiting = await database.acrossOrganizations(organizationsWithOutbox)
      const share = Math.ceil((inFlightLimit - keptForPeople) / Math.max(1, waiting.length))
      for (const id of inTurn(waiting, (turn += 1))) taken += await serve(id, share)
    } catch (error) {
      log.warn({ err: error }, 'The outbox could not be read; it is tried again')
    } finally {
      looking = false
    }
    return taken > 0 && crowded && hasPlaces()
  }
  let timer: NodeJS.Timeout | undefined
  const lookOn = async () => {
    const again = await look()
    const soon = more ? lookSoonMs : lookEveryMs
    if (!stopped) timer = setTimeout(wake, again ? 0 : soon).unref()
  }
  const wake = () => {
    clearTimeout(timer)
    void lookOn()
  }
  wake()
  const sweeper = setInterval(() => {
    sweepLeases(database).catch((error: unknown) =>
      log.warn({ err: error }, 'Lost messages could not be swept'),
    )
  }, sweepEveryMs).unref()

  return {
    wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearInterval(sweeper)
      while (looking || inFlight.size > 0) {
        await Promise.allSettled(inFlight)
        await new Promise((done) => setTimeout(done, 5))
      }
      for (const organizationId of served)
        await database
          .withOrganization(organizationId, (tx) => leaveLanes(tx, ownerId))
          .catch(() => undefined)
    },
  }
}

async function mark(
  { database, clock, statusUrl }: DispatchDependencies,
  organizationId: string,
  claimed: readonly Claimed[],
): Promise<{ marked: Marked[]; urls: Map<string, string> }> {
  return await database.withOrganization(organizationId, async (tx) => {
    const urls = new Map<string, string>()
    for (const id of new Set(claimed.map(({ connectorId }) => connectorId)))
      urls.set(id, await statusUrl(tx, id))
    return { marked: await markDispatching(tx, claimed, clock), urls }
  })
}

async function giveBack(
  database: Database,
  organizationId: string,
  claimed: readonly Claimed[],
): Promise<void> {
  const ids = claimed.map(({ id }) => id)
  await database.withOrganization(organizationId, (tx) => unclaim(tx, ids))
}
