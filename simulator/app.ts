import type { AddressInfo } from 'node:net'

import Fastify, { type FastifyInstance } from 'fastify'

import { Clock } from './clock.ts'
import { errorBody, notFound, refuse } from './errors.ts'
import { FaultBook } from './faults.ts'
import { Ids } from './ids.ts'
import { Live } from './live.ts'
import { RequestLog } from './request-log.ts'
import { seedWorld } from './seed.ts'
import { Snapshot } from './snapshot.ts'
import { Store } from './store.ts'
import type { World } from './world.ts'
import { serveControlAccounts } from '#control/accounts.ts'
import { serveControlContents } from '#control/contents.ts'
import { ControlPlane } from '#control/control-route.ts'
import { serveOptOuts } from '#control/opt-outs.ts'
import { serveFaults } from '#control/faults.ts'
import { servePhoneMessages } from '#control/phone-messages.ts'
import { servePhonePages } from '#control/phone-pages.ts'
import { servePhones } from '#control/phones.ts'
import { serveRequests } from '#control/requests.ts'
import { serveControlSenders } from '#control/senders.ts'
import { serveControlServices } from '#control/services.ts'
import { serveSimulation } from '#control/simulation.ts'
import { serveAccounts } from '#routes/accounts.ts'
import { serveAlerts } from '#routes/alerts.ts'
import { pathOf } from '#routes/api-route.ts'
import { serveContents } from '#routes/contents.ts'
import { serveMedia } from '#routes/media.ts'
import { serveMessages } from '#routes/messages.ts'
import { serveMessagingServices } from '#routes/messaging-services.ts'
import { serveSenders } from '#routes/senders.ts'
import { serveTyping } from '#routes/typing.ts'
import { WebhookClient } from '#webhooks/http-attempt.ts'
import { WebhookQueue } from '#webhooks/webhook-queue.ts'

export type SimulatorOptions = {
  /** 0 takes a free port. */
  port: number
  host?: string
  accountSid?: string
  authToken?: string
  /** Keeps the world in this file, and its media in a folder beside it. */
  snapshotFile?: string | null
  /** Makes ids and chance the same in every run. */
  seed?: string | null
  /** How the outside reaches the simulator, when that is not its own address. */
  publicUrl?: string | null
  /** Milliseconds until a message leaves, and from there until it arrives. */
  pace?: { sent: number; delivered: number }
  /** Seconds of its own clock after which the review desk approves what is pending; null leaves it to a person. */
  autoApproveSeconds?: number | null
  /** Sign webhook URLs with the standard port written out, as Twilio sometimes does. */
  signsPort?: boolean
  /** Messages kept before the oldest are dropped. */
  maxMessages?: number
  /** Entries of the request log, of each kind. */
  logSize?: number
}

export type Simulator = { url: string; port: number; [Symbol.asyncDispose](): Promise<void> }

/** Starts a simulator and resolves once it listens; disposing it writes the snapshot and ends all that it began. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const world = createWorld(options)
  const snapshot = options.snapshotFile ? new Snapshot(world, options.snapshotFile) : null
  if (!snapshot?.restore()) seedWorld(world)
  const app = await buildApp(world)
  const host = options.host ?? '127.0.0.1'
  await app.listen({ port: options.port, host })
  const { port } = app.server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  world.settings.publicUrl = options.publicUrl ?? url
  snapshot?.begin()
  return {
    url,
    port,
    async [Symbol.asyncDispose]() {
      world.live[Symbol.dispose]()
      world.queue.close()
      world.clock[Symbol.dispose]()
      app.server.closeAllConnections()
      await app.close()
      await world.client[Symbol.asyncDispose]()
      snapshot?.[Symbol.dispose]()
    },
  }
}

function createWorld(options: SimulatorOptions): World {
  return {
    settings: {
      accountSid: options.accountSid ?? 'AC00000000000000000000000000000001',
      authToken: options.authToken ?? '00000000000000000000000000000001',
      publicUrl: options.publicUrl ?? '',
      pace: options.pace ?? { sent: 40, delivered: 80 },
      signsPort: options.signsPort ?? false,
    },
    clock: new Clock(),
    ids: new Ids(options.seed ?? null),
    store: new Store(options.maxMessages ?? 300_000),
    live: new Live(),
    log: new RequestLog(options.logSize ?? 2_000),
    faults: new FaultBook(),
    client: new WebhookClient(),
    queue: new WebhookQueue(128, 500_000),
    review: { autoApproveSeconds: options.autoApproveSeconds ?? null },
    held: new Map(),
    typing: new Map(),
  }
}

async function buildApp(world: World): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 32 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  })
  readBodies(app)
  serveTwilio(app, world)
  serveControl(app, world)
  await servePhonePages(app)
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody(notFound(pathOf(request)))))
  return app
}

/** Forms, JSON (an empty body is none), and silence about everything else, as at Twilio. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body as string)),
  )
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body as string))
    } catch {
      done(Object.assign(new Error('The body is no JSON.'), { statusCode: 400 }))
    }
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null))
  app.setErrorHandler((fault: Error & { statusCode?: number }, request, reply) => {
    const status = fault.statusCode ?? 500
    if (request.url.startsWith('/simulator')) return reply.code(status).send({ message: fault.message })
    return reply.code(status).send(errorBody(refuse(status < 500 ? 20422 : 20500, fault.message, status)))
  })
}

function serveTwilio(app: FastifyInstance, world: World): void {
  serveAccounts(app, world)
  serveMessages(app, world)
  serveMedia(app, world)
  serveSenders(app, world)
  serveTyping(app, world)
  serveMessagingServices(app, world)
  serveContents(app, world)
  serveAlerts(app, world)
}

function serveControl(app: FastifyInstance, world: World): void {
  const plane = new ControlPlane(app)
  servePhones(plane, world)
  servePhoneMessages(plane, world)
  serveControlSenders(plane, world)
  serveControlAccounts(plane, world)
  serveControlServices(plane, world)
  serveControlContents(plane, world)
  serveOptOuts(plane, world)
  serveFaults(plane, world)
  serveRequests(plane, world)
  serveSimulation(plane, world)
}
