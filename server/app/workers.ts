import { hearReplies } from '#campaigns/hear-contact.ts'
import { campaignJobs } from '#campaigns/jobs.ts'
import { connectorJobs } from '#connectors/jobs.ts'
import { contactJobs } from '#contacts/jobs.ts'
import { webhookUrlsOf } from '#connectors/load-subject.ts'
import { listPaused, pauseConnector } from '#connectors/pause-connector.ts'
import { testConnector } from '#connectors/test-connector.ts'
import { conversationJobs } from '#conversations/jobs.ts'
import { releaseAbsent } from '#conversations/release-absent.ts'
import { askPrices } from '#messages/ask-prices.ts'
import { fetchDueMedia } from '#messages/fetch-media.ts'
import { fireScheduled } from '#messages/fire-scheduled.ts'
import { organizationsWithMedia } from '#messages/media-store.ts'
import { forgetDays } from '#messages/daily-limit.ts'
import { startDispatcher } from '#messages/dispatch-loop.ts'
import { type Intake, startIntake } from '#messages/intake-loop.ts'
import { messageJobs } from '#messages/jobs.ts'
import {
  askAfterAbsence,
  organizationsWithDoubts,
  reconcile,
  settledSeconds,
} from '#messages/reconcile-unknown.ts'
import { pruneQuarantine } from '#messages/quarantine.ts'
import { receiveMessages } from '#messages/receive-messages.ts'
import { organizationsWithScheduled } from '#messages/scheduled-store.ts'
import { pruneInbound } from '#messages/prune-inbound.ts'
import { startReports } from '#messages/report-loop.ts'
import { pruneOrphans } from '#messages/status-store.ts'
import { forgetDeliveries } from '#notifications/delivery-store.ts'
import { notificationJobs } from '#notifications/jobs.ts'
import { forgetKeys } from '#platform/idempotency.ts'
import { pruneEvents } from '#platform/read-events.ts'
import type { Rounds } from '#platform/rounds.ts'
import { signFile } from '#platform/signed-url.ts'
import { replyJobs } from '#replies/jobs.ts'
import type { ShowTyping } from '#replies/turn.ts'
import { startTurns } from '#replies/turn-loop.ts'
import { gapJobs } from './gaps.ts'
import { templateJobs } from '#templates/jobs.ts'
import { everyOrganization } from './every-organization.ts'
import type { Ground } from './ground.ts'
import type { Rooms } from './rooms.ts'

/** What works behind the doors. */
export interface Workers {
  intake: Pick<Intake, 'wake' | 'recent'>
  reports: Pick<Rounds, 'wake'>
}

/** Starts every worker; each finishes what it has in flight when the stack is disposed, in the opposite order. */
export async function startWorkers(
  ground: Ground,
  rooms: Rooms,
  stack: AsyncDisposableStack,
): Promise<Workers> {
  const { database, clock, log, jobs } = ground
  const { twilioOf, credentialsOf, outside } = rooms

  const intake = startIntake(database, (tx, events) => receiveMessages(tx, events, clock), log)
  stack.defer(() => intake.stop())
  const reports = startReports(database, log)
  stack.defer(() => reports.stop())
  const dispatcher = startDispatcher(dispatching(ground, rooms))
  stack.defer(() => dispatcher.stop())
  const showTyping: ShowTyping = async (organizationId, connectorId, sid) =>
    (await twilioOf(organizationId, connectorId))?.sendTyping(sid)
  const turns = startTurns({ database, clock, log, outside, credentialsOf, showTyping })
  stack.defer(() => turns.stop())
  await replyJobs(jobs, {
    database,
    clock,
    showTyping,
    // In the same transaction: a campaign says nothing more between a contact's message and its answer.
    before: (tx, messageIds) => hearReplies(tx, messageIds, clock.now()),
  })
  await messageJobs(jobs, database, clock)
  await conversationJobs(jobs, database, clock)
  await contactJobs(jobs, { database, files: ground.files, clock })
  await campaignJobs(jobs, { database, clock, log, model: outside.model })
  await connectorJobs(jobs, rooms.senderRoom)
  await notificationJobs(jobs, rooms.notificationRoom)
  await gapJobs(ground, rooms)
  await templateJobs(jobs, { database, clock, twilioOf }, () => everyOrganization(ground))
  await housekeeping(ground, rooms)
  return { intake, reports }
}

/** How the dispatcher reaches Twilio, and where Twilio is told to report. */
function dispatching(ground: Ground, { twilioOf, senderRoom }: Rooms): Parameters<typeof startDispatcher>[0] {
  const { database, clock, log, keys, publicUrl } = ground
  return {
    database,
    clock,
    log,
    post: async (organizationId, connectorId, message, limits) =>
      (await twilioOf(organizationId, connectorId))?.sendMessage(message, limits),
    statusUrl: async (tx, connectorId) =>
      (await webhookUrlsOf(senderRoom, tx, connectorId))?.statusCallbackUrl ?? publicUrl,
    fileUrl: (organizationId, key, name) => {
      const signed = signFile(keys, { organizationId, key, expiresAt: inDays(2) })
      return `${publicUrl}/media/${signed}${name === null ? '' : `/${encodeURIComponent(name)}`}`
    },
    pause: (organizationId, connectorId) =>
      database.withOrganization(organizationId, (tx) => pauseConnector(tx, connectorId)),
  }
}

const hour = 3_600_000
const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3_600_000)

/** Work that comes round by itself. */
async function housekeeping(ground: Ground, rooms: Rooms): Promise<void> {
  const { clock, database, files, log, jobs } = ground
  await jobs.every(1, 'messages.media', async () => {
    for (const organizationId of await database.acrossOrganizations(organizationsWithMedia)) {
      await fetchDueMedia(database, organizationId, files, fetcherOf(rooms), log)
    }
  })
  await jobs.every(1, 'messages.scheduled', async () => {
    const due = (finder: Parameters<typeof organizationsWithScheduled>[0]) =>
      organizationsWithScheduled(finder, clock.now())
    for (const organizationId of await database.acrossOrganizations(due))
      await fireScheduled(database, organizationId, clock)
  })
  const startedAt = performance.now()
  let asked = false
  await jobs.every(5, 'messages.reconcile', async () => {
    const upSeconds = (performance.now() - startedAt) / 1000
    if (!asked && upSeconds >= settledSeconds) {
      asked = true
      for (const organizationId of await everyOrganization(ground))
        await database.withOrganization(organizationId, (tx) => askAfterAbsence(tx, upSeconds))
    }
    for (const organizationId of await database.acrossOrganizations(organizationsWithDoubts)) {
      await reconcile(database, organizationId, rooms.twilioOf)
    }
  })
  const prices = (lookBackMs: number) => async () => {
    for (const organizationId of await everyOrganization(ground))
      await askPrices(database, organizationId, (id) => rooms.twilioOf(organizationId, id), lookBackMs)
  }
  // Most prices are there within minutes; the others are asked for less often, and for two days.
  await jobs.every(60, 'ledger.prices', prices(hour))
  await jobs.every(3600, 'ledger.prices.hourly', prices(48 * hour))
  await jobs.every(60, 'connectors.probe', () => probePaused(ground, rooms))
  await jobs.every(3600, 'platform.forget', async () => {
    for (const organizationId of await everyOrganization(ground)) {
      await pruneInbound(database, organizationId, new Date())
      await database.withOrganization(organizationId, async (tx) => {
        await pruneEvents(tx)
        await forgetKeys(tx, inDays(-7))
        await pruneOrphans(tx, inDays(-30))
        await forgetDeliveries(tx)
        await pruneQuarantine(tx, inDays(-7))
        await forgetDays(tx, clock.now())
        await releaseAbsent(tx, clock.now())
      })
    }
  })
}

/** A connector that rests is tried once a minute: when its credentials work again, what waits goes out. */
async function probePaused(ground: Ground, { senderRoom }: Rooms): Promise<void> {
  for (const organizationId of await everyOrganization(ground)) {
    for (const id of await ground.database.withOrganization(organizationId, listPaused))
      await testConnector(senderRoom, organizationId, id)
  }
}

function fetcherOf({ twilioOf }: Rooms): Parameters<typeof fetchDueMedia>[3] {
  return async (organizationId, connectorId, url) => {
    const client = await twilioOf(organizationId, connectorId)
    return client
      ? await client.fetchMedia(url)
      : { failed: 'credentials', detail: 'The connector has no credentials.', later: true }
  }
}
