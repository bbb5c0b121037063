import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import { inboundDoors } from '#messages/inbound-door.ts'
import { type InboundRow, journalInbound } from '#messages/journal-inbound.ts'
import { keepReports } from '#messages/report-batch-store.ts'
import { startSpoolLoop } from '#messages/spool-loop.ts'
import { statusDoor } from '#messages/status-door.ts'
import { webhookPosts } from '#messages/webhook-door.ts'
import { quarantineInbound } from '#messages/quarantine.ts'
import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { groupCommit } from '#platform/group-commit.ts'
import { type Check, healthRoutes } from '#platform/health.ts'
import { openHttp } from '#platform/http.ts'
import { nobody } from '#platform/ids.ts'
import type { SmallPosts } from '#platform/small-posts.ts'
import { apiReader } from './api-reader.ts'
import { gapRoutes } from './gaps.ts'
import { type Ground, layGround } from './ground.ts'
import { openRooms, type Rooms } from './rooms.ts'
import { bindDoors } from './routes.ts'
import { startWorkers, type Workers } from './workers.ts'

export interface Parley extends AsyncDisposable {
  /** Where this process listens. */
  url: string
  publicUrl: string
  /** The hour it goes by. */
  clock: Clock
}

const webFolder = resolve(import.meta.dirname, '../../web/dist')

/**
 * Starts everything the configured roles need. Disposing it finishes what is in flight and closes in the opposite order.
 * `readyWhen` names what has to hold, beside what Parley needs itself, before it calls itself ready.
 */
export async function startParley(
  config: Config,
  readyWhen: Readonly<Record<string, Check>> = {},
): Promise<Parley> {
  // Requests that had to wait teach V8 to place parts of a request among the old objects. What hangs on such a part is then kept,
  // and copied twice, until all memory is looked through: a fifth of what a webhook allocates.
  setFlagsFromString('--no-allocation-site-pretenuring')
  const stack = new AsyncDisposableStack()
  try {
    const ground = await layGround(config, stack)
    const rooms = await openRooms(ground, stack)
    const workers = config.roles.has('worker') ? await startWorkers(ground, rooms, stack) : null
    const spool = startSpoolLoop(rooms.spool, journalSpooled(ground, workers), ground.log)
    stack.defer(() => spool.stop())
    const app = await openHttp({
      smallPosts: config.roles.has('web') ? twilioPosts(ground, rooms, workers) : null,
      log: ground.log,
      metrics: ground.metrics,
      origins: ground.origins,
      trustedProxies: config.trustedProxies,
      webFolder,
    })
    stack.defer(() => app.close())
    healthRoutes(app, { ...readiness(ground), ...readyWhen }, ground.metrics)
    if (config.roles.has('web')) await openDoors(app, ground, rooms)
    const url = await app.listen({ port: config.port, host: config.host })
    ground.log.info({ url, publicUrl: ground.publicUrl, roles: [...config.roles] }, 'Parley is ready')
    const { publicUrl, clock } = ground
    return { url, publicUrl, clock, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Ready means: the database answers as the application's own role. */
function readiness({ database }: Ground) {
  return {
    database: () =>
      database.withOrganization(nobody, (tx) => tx.db.selectFrom('event').select('id').limit(1).execute()),
  }
}

async function openDoors(app: FastifyInstance, ground: Ground, rooms: Rooms): Promise<void> {
  const doors = await bindDoors(app, ground, rooms)
  gapRoutes(doors, ground, rooms)
  await apiReader(app)
}

const journalSpooled =
  ({ database }: Ground, workers: Workers | null) =>
  async (rows: readonly InboundRow[]): Promise<void> => {
    await journalInbound(database, rows)
    for (const { organizationId } of rows) workers?.intake.wake(organizationId)
  }

/** What Twilio posts to us. */
function twilioPosts(ground: Ground, rooms: Rooms, workers: Workers | null): SmallPosts {
  const { database, log, publicUrl } = ground
  return webhookPosts(publicUrl, rooms.byToken.find, {
    ...inboundDoors({
      journal: groupCommit<InboundRow, null>({
        write: (batch) => journalInbound(database, batch),
        limit: 500,
        inFlight: 1,
      }),
      quarantine: (row) => quarantineInbound(database, row),
      spool: rooms.spool,
      recent: workers?.intake.recent ?? null,
      wake: (organizationId) => workers?.intake.wake(organizationId),
      log,
    }),
    status: statusDoor({
      keep: groupCommit({ write: (batch) => keepReports(database, batch), limit: 500, inFlight: 1 }),
      wake: (organizationId) => workers?.reports.wake(organizationId),
      log,
    }),
  })
}
