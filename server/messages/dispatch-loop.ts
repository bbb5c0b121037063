import type { Clock } from '#platform/clock.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Database } from '#platform/db.ts'
import { groupCommit } from '#platform/group-commit.ts'
import { publish } from '#platform/live.ts'
import type { Log } from '#platform/log.ts'
import type { PostOutcome } from '#twilio/post-outcome.ts'
import type { OutboundMessage as TwilioMessage, SendLimits } from '#twilio/send-message.ts'
import { type Marked, markDispatching } from './mark-dispatching.ts'
import { postDeadlineMs } from './message.ts'
import {
  claimMessages,
  lanesWithOutbox,
  organizationsWithLostLeases,
  organizationsWithOutbox,
  sweepLostLeases,
  unclaim,
} from './outbox-store.ts'
import { Pace } from './pace.ts'
import { type Outcome, recordOutcomes } from './record-outcomes.ts'

export interface DispatchDependencies {
  database: Database
  clock: Clock
  log: Log
  /** Asks Twilio once with the credentials of the connector; undefined when it has none. */
  post: (
    organizationId: string,
    connectorId: string,
    message: TwilioMessage,
    limits: SendLimits,
  ) => Promise<PostOutcome | undefined>
  /** The address Twilio reports to, with the attempt in it. */
  statusUrl: (organizationId: string, connectorId: string, attemptId: string) => Promise<string>
  /** A public address of a kept file, good for days. */
  fileUrl: (organizationId: string, storageKey: string) => string
  /** Twilio refuses the credentials: the connector rests. */
  pause: (organizationId: string, connectorId: string) => Promise<void>
  perSecond?: number
}

export interface Dispatcher {
  wake(): void
  /** Takes nothing new, and waits for the answers to what was asked. */
  stop(): Promise<void>
}

const lookEveryMs = 60
const sweepEveryMs = 2000
/** Requests at once in this process. */
const inFlightLimit = 128

/**
 * Takes messages from the outbox to Twilio: claim → marker → POST → record. Each step is a commit of its own, so that a
 * crash between any two of them leaves a state that says what is known.
 */
export function startDispatcher(dependencies: DispatchDependencies): Dispatcher {
  const { database, log } = dependencies
  const pace = new Pace(dependencies.perSecond)
  const record = groupCommit<Outcome, null>({
    write: (batch) => recordOutcomes(database, batch),
    limit: 500,
    inFlight: 2,
  })
  const inFlight = new Set<Promise<void>>()
  let stopped = false
  let looking = false
  let wanted = false

  const send = (organizationId: string, message: Marked, deadline: number) => {
    const work: Promise<void> = postOne(dependencies, pace, record, organizationId, message, deadline)
      // The marker stands: when its lease ends the message is unknown.
      .catch((error: unknown) =>
        log.error({ err: error, messageId: message.id }, 'What became of a message could not be recorded'),
      )
      .finally(() => {
        inFlight.delete(work)
        if (wanted) wake()
      })
    inFlight.add(work)
  }

  const takeLane = async (organizationId: string, lane: string): Promise<boolean> => {
    const room = Math.min(pace.available(lane, performance.now()), inFlightLimit - inFlight.size)
    if (room <= 0) return true
    const claimed = await database.withOrganization(organizationId, (tx) => claimMessages(tx, lane, room))
    if (claimed.length === 0) return false
    crashPoint('after-claim')
    if (stopped) {
      await database.withOrganization(organizationId, (tx) =>
        unclaim(
          tx,
          claimed.map(({ id }) => id),
        ),
      )
      return false
    }
    const marked = await database.withOrganization(organizationId, (tx) =>
      markDispatching(tx, claimed, dependencies.clock),
    )
    // From the commit on: whoever is slower than this may have been given up, and must not send any more.
    const deadline = performance.now() + postDeadlineMs
    crashPoint('after-marker')
    pace.spend(lane, marked.length, performance.now())
    for (const message of marked) send(organizationId, message, deadline)
    return claimed.length === room
  }

  const look = async () => {
    if (looking || stopped) return
    looking = true
    wanted = false
    try {
      for (const organizationId of await database.acrossOrganizations(organizationsWithOutbox)) {
        const lanes = await database.withOrganization(organizationId, lanesWithOutbox)
        for (const lane of lanes) if (await takeLane(organizationId, lane)) wanted = true
      }
    } catch (error) {
      log.warn({ err: error }, 'The outbox could not be read; it is tried again')
    } finally {
      looking = false
    }
  }
  const wake = () => void look()
  const looker = setInterval(wake, lookEveryMs)
  const sweeper = setInterval(() => {
    sweep(database).catch((error: unknown) => log.warn({ err: error }, 'Lost messages could not be swept'))
  }, sweepEveryMs)
  looker.unref()
  sweeper.unref()

  return {
    wake,
    async stop() {
      stopped = true
      clearInterval(looker)
      clearInterval(sweeper)
      while (looking || inFlight.size > 0) {
        await Promise.allSettled(inFlight)
        await new Promise((done) => setTimeout(done, 5))
      }
    },
  }
}

async function postOne(
  { post, statusUrl, fileUrl, pause, log }: DispatchDependencies,
  pace: Pace,
  record: (outcome: Outcome) => Promise<null>,
  organizationId: string,
  message: Marked,
  deadline: number,
): Promise<void> {
  const { connectorId, attemptId, to, from, body, file, lane } = message
  const mediaUrl = file === null ? null : (file.url ?? fileUrl(organizationId, file.storageKey ?? ''))
  const asked: TwilioMessage = {
    to,
    from,
    ...(body === '' ? {} : { body }),
    ...(mediaUrl === null ? {} : { mediaUrls: [mediaUrl] }),
    statusCallback: await statusUrl(organizationId, connectorId, attemptId),
  }
  crashPoint('before-post')
  const result: PostOutcome = (await post(organizationId, connectorId, asked, { notAfter: deadline })) ?? {
    outcome: 'notSent',
    reason: 'the connector has no credentials',
  }
  crashPoint('after-post')
  if (result.outcome === 'rejected' && result.httpStatus === 429) pace.rest(lane, 1000, performance.now())
  if (result.outcome === 'rejected' && result.retry === 'credentials')
    await pause(organizationId, connectorId)
  if (result.outcome === 'unknown')
    log.warn({ messageId: message.id, reason: result.reason }, 'Nobody knows yet whether a message was sent')
  const { id: messageId, conversationId, claimEpoch } = message
  await record({ organizationId, attemptId, messageId, conversationId, claimEpoch, result })
  crashPoint('after-record')
}

async function sweep(database: Database): Promise<void> {
  for (const organizationId of await database.acrossOrganizations(organizationsWithLostLeases)) {
    await database.withOrganization(organizationId, async (tx) => {
      for (const { id, conversationId } of await sweepLostLeases(tx)) {
        await publish(tx, { topic: 'message', subjectId: id, facts: { conversationId } })
      }
    })
  }
}
