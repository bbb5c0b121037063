import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface SmallAnswer {
  status: number
  type?: string
  body?: string
}

/** What another program posts to us: the address it asked for, with its query, and the form it sent. */
export interface SmallPost {
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** What is done at an address. */
export interface SmallDoor {
  /** The name of the address in the metrics, without what is secret in it. */
  route: string
  act: (post: SmallPost) => Promise<SmallAnswer>
}

export interface SmallPosts {
  /** undefined: not an address of ours. */
  doorAt: (url: string) => SmallDoor | undefined
  limitBytes: number
}

/**
 * Takes forms that programs post, in great numbers and small, past the web framework: no browser is behind them, so none
 * of what protects one is needed, and a webhook costs a fifth less.
 * @returns whether the request was one of these; the framework takes all others
 */
export function takeSmallPosts(
  { doorAt, limitBytes }: SmallPosts,
  { log, metrics }: { log: Log; metrics: Metrics },
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const take = async (request: IncomingMessage, response: ServerResponse, { route, act }: SmallDoor) => {
    const start = performance.now()
    const answer = await answerTo(request, limitBytes, act).catch((error: unknown): SmallAnswer => {
      log.error({ err: error, route }, 'A request failed')
      return { status: 500 }
    })
    const labels = { method: 'POST', route, status: String(answer.status) }
    metrics.requestSeconds.observe(labels, (performance.now() - start) / 1000)
    const { status, body = '' } = answer
    response.writeHead(status, headersOf(answer, request.complete))
    response.end(body)
  }
  return (request, response) => {
    const door = request.method === 'POST' ? doorAt(request.url ?? '/') : undefined
    if (!door) return false
    void take(request, response, door)
    return true
  }
}

function headersOf(
  { status, type = 'text/plain', body = '' }: SmallAnswer,
  isRead: boolean,
): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  // What was not read to its end cannot be followed by another request.
  if (!isRead) headers['connection'] = 'close'
  if (body !== '') headers['content-type'] = type
  if (status !== 204) headers['content-length'] = Buffer.byteLength(body)
  return headers
}

async function answerTo(
  request: IncomingMessage,
  limitBytes: number,
  act: SmallDoor['act'],
): Promise<SmallAnswer> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return { status: 415, body: 'Send a form' }
  const body = await readBody(request, limitBytes)
  if (body === null) return { status: 413, body: 'Too large' }
  return await act({ url: request.url ?? '/', headers: request.headers, body })
}

/** The body as text, or null when it is larger than allowed; then no more of it is read. */
function readBody(request: IncomingMessage, limitBytes: number): Promise<string | null> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limitBytes) {
        request.pause()
        return done(null)
      }
      chunks.push(chunk)
    })
    request.on('end', () => {
      const [only] = chunks
      done((only && chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8'))
    })
    request.on('error', fail)
  })
}
