import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { newId } from './ids.ts'
import { readJson } from './json-body.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { refusalOfError, sendProblem } from './problem.ts'
import { refuse } from './refusal.ts'
import { type SmallPosts, takeSmallPosts } from './small-posts.ts'
import { endEventStreams } from './sse.ts'

export interface HttpOptions {
  log: Log
  metrics: Metrics
  /** The origins under which browsers reach us, e.g. `https://desk.example.com`. A change from elsewhere is refused. */
  origins: readonly string[]
  /** Addresses of proxies whose X-Forwarded-For is believed. None: the header is ignored. */
  trustedProxies?: readonly string[]
  /** The folder of the built web app. */
  webFolder?: string
  /** What is taken past the framework. */
  smallPosts?: SmallPosts | null
}

/** A request must be there within a minute. */
const requestTimeout = 60_000
/** JSON bodies; webhooks and files set their own limit. */
const bodyLimit = 1024 * 1024
/** The largest file, as Twilio takes it: 16 MB. */
const fileLimit = 16 * 1024 * 1024
const apiPath = /^\/(api|webhooks|media)(\/|$)/

const contentSecurity = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // The component library writes style elements; styles cannot run code.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    mediaSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
}

/**
 * Browsers say where a change comes from. Another site's page is refused, whatever cookie it makes the browser send;
 * programs send no Origin and are told apart by their credentials alone.
 */
function guardOrigin(app: FastifyInstance, origins: readonly string[]): void {
  const ours = new Set(origins)
  app.addHook('onRequest', async (request, reply) => {
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
    if (reads || !request.url.startsWith('/api/')) return
    const { origin, 'sec-fetch-site': site } = request.headers
    const foreign =
      origin === undefined
        ? site !== undefined && site !== 'same-origin' && site !== 'none'
        : !ours.has(origin)
    if (foreign) await sendProblem(reply, refuse('wrong_origin', { address: origins[0] }))
  })
}

function measure(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    // The template, never the URL: paths hold secrets and queries hold names.
    const route = request.routeOptions.url ?? 'unknown'
    const labels = { method: request.method, route, status: String(reply.statusCode) }
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
    request.log.debug({ ...labels, milliseconds: Math.round(reply.elapsedTime) }, 'Answered')
  })
}

async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  await app.register(fastifyStatic, {
    root: folder,
    // One route for each file beside the page; everything else is ours to answer.
    wildcard: false,
    globIgnore: ['assets/**'],
    index: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'no-cache'),
  })
  // Looked for at each request, because a new build has new names. A name tells its content.
  await app.register(fastifyStatic, {
    root: `${folder}/assets`,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
}

/** Any address that is not a file or part of the API belongs to a screen of the web app. */
function answerUnknown(app: FastifyInstance, folder: string | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? '/'
    const screen = request.method === 'GET' && !apiPath.test(path) && !/\.[a-z0-9]+$/i.test(path)
    if (!screen) return sendProblem(reply, refuse('not_found'))
    if (folder === undefined || !existsSync(`${folder}/index.html`)) {
      const sentence =
        'The web app is not built here. Run "npm run setup", then start again. The API works: /api/docs\n'
      return reply.code(503).type('text/plain; charset=utf-8').send(sentence)
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  }
}

function answerErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const refused = refusalOfError(error)
  if (refused === null) request.log.error({ err: error }, 'A request failed')
  return sendProblem(reply, refused ?? refuse('internal_fault', { requestId: request.id }))
}

/** One server for both: small posts first, everything else for the framework. */
function serve({ smallPosts, log, metrics }: HttpOptions) {
  const take = smallPosts ? takeSmallPosts(smallPosts, { log, metrics }) : () => false
  return (framework: (request: IncomingMessage, response: ServerResponse) => void) =>
    createServer({ requestTimeout, keepAliveTimeout: 72_000 }, (request, response) => {
      if (!take(request, response)) framework(request, response)
    })
}

/**
 * The HTTP server before any door is bound: limits, security headers, the origin check, one form for all errors,
 * metrics, and the web app on every address that nothing else takes.
 */
export async function openHttp(options: HttpOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log
  const app: FastifyInstance = Fastify({
    loggerInstance,
    // Its own lines hold whole URLs; `measure` writes one line with the template instead.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    genReqId: () => newId(),
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: 2000 },
    // An address that cannot be read names nothing.
    frameworkErrors: (_error, _request, reply: FastifyReply) => void sendProblem(reply, refuse('not_found')),
    forceCloseConnections: 'idle',
    serverFactory: serve(options),
  })
  app.setErrorHandler(answerErrors)
  app.setNotFoundHandler(answerUnknown(app, options.webFolder))
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => readJson(body),
  )
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('preClose', async () => endEventStreams(app))
  measure(app, options.metrics)
  guardOrigin(app, options.origins)
  await app.register(helmet, {
    contentSecurityPolicy: contentSecurity,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: options.origins.some((origin) => origin.startsWith('https:')),
    crossOriginEmbedderPolicy: false,
  })
  await app.register(multipart, { limits: { fileSize: fileLimit, files: 1, fields: 20, fieldSize: 100_000 } })
  if (options.webFolder !== undefined) await serveWeb(app, options.webFolder)
  return app
}
