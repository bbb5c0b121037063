import type { Doors } from './door.ts'
import type { Live } from './live.ts'
import type { Authenticate } from './principal.ts'
import { sendProblem } from './problem.ts'
import { refuse } from './refusal.ts'
import { openEventStream } from './sse.ts'

/** How often an open stream is asked again who it belongs to, in milliseconds. */
const askAgain = 15_000

/**
 * `GET /api/v1/live`: the organization's events as they happen. `ready` tells the place to resume from, `change` names what
 * changed, `reset` says that everything must be read anew. A browser that comes back sends its Last-Event-ID and misses
 * nothing of the last day. A stream ends when its sign-in does.
 */
export function liveRoute(doors: Pick<Doors, 'app' | 'authenticate'>, live: Live): void {
  const organizationOf = async (request: Parameters<Authenticate>[0]) => {
    const principal = await doors.authenticate(request)
    if (principal === null) return refuse('not_signed_in')
    return principal.kind === 'person' ? refuse('no_organization') : principal.organizationId
  }
  doors.app.get('/api/v1/live', async (request, reply) => {
    const organizationId = await organizationOf(request)
    if (typeof organizationId !== 'string') return sendProblem(reply, organizationId)
    const last = request.headers['last-event-id']
    const stream = openEventStream(request, reply)
    const unsubscribe = live.subscribe(organizationId, typeof last === 'string' ? last : null, (news) => {
      if (news.reset) stream.send({ event: 'reset', data: '{}' })
      for (const { cursor, data } of news.events)
        stream.send({ ...(cursor === null ? {} : { id: cursor }), event: 'change', data })
      if (news.events.length === 0 && news.cursor !== null) {
        stream.send({ id: news.cursor, event: 'ready', data: '{}' })
      }
    })
    const timer = setInterval(() => {
      void organizationOf(request).then(
        (still) => still !== organizationId && stream.end(),
        (error: unknown) =>
          request.log.warn({ err: error }, 'The sign-in of an event stream could not be checked'),
      )
    }, askAgain)
    timer.unref()
    stream.ended.addEventListener('abort', () => {
      clearInterval(timer)
      unsubscribe()
    })
    return reply
  })
}
