import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { openHttp } from './http.ts'
import { newId } from './ids.ts'
import { liveRoute } from './live-route.ts'
import { type Live, openLive, publish } from './live.ts'
import { silentLog } from './log.ts'
import { openMetrics } from './metrics.ts'
import type { Authenticate } from './principal.ts'

const authenticate: Authenticate = async (request) => {
  const organizationId = request.headers['x-test-organization']
  if (organizationId === 'none') return { kind: 'person', userId: 'u', name: 'n' }
  if (typeof organizationId !== 'string') return null
  return {
    kind: 'key',
    organizationId,
    memberId: null,
    userId: null,
    name: 'k',
    role: null,
    permissions: new Set(),
  }
}

let fresh: FreshDatabase
let live: Live
let app: FastifyInstance
let address: string
beforeAll(async () => {
  fresh = await freshDatabase()
  live = openLive(fresh.db, fresh.url, silentLog)
  app = await openHttp({ log: silentLog, metrics: openMetrics(), origins: [] })
  liveRoute({ app, authenticate }, live)
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app.close()
  await live.close()
  await fresh[Symbol.asyncDispose]()
})

interface Received {
  id: string
  event: string
  data: unknown
}

/** Reads events from a stream one after the other. */
async function* listen(organizationId: string, lastEventId?: string): AsyncGenerator<Received> {
  const headers = {
    'x-test-organization': organizationId,
    ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
  }
  const response = await fetch(`${address}/api/v1/live`, { headers })
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      )
      text = text.slice(end + 2)
      if (fields['event'])
        yield { id: fields['id'] ?? '', event: fields['event'], data: JSON.parse(fields['data'] ?? '') }
    }
  }
}
const tell = (organizationId: string, n: number) =>
  fresh.db.withOrganization(organizationId, async (tx) =>
    publish(tx, { topic: 'message', subjectId: newId(), facts: { n } }),
  )

test('changes arrive as they happen, and a browser that comes back resumes where it was', async () => {
  const organizationId = newId()
  const first = listen(organizationId)
  const ready = (await first.next()).value
  expect(ready).toMatchObject({ event: 'ready' })
  await tell(newId(), 0)
  await tell(organizationId, 1)
  expect((await first.next()).value).toMatchObject({
    event: 'change',
    data: { topic: 'message', facts: { n: 1 } },
  })
  await first.return(undefined)
  await tell(organizationId, 2)
  const back = listen(organizationId, ready.id)
  expect((await back.next()).value).toMatchObject({ event: 'change', data: { facts: { n: 1 } } })
  expect((await back.next()).value).toMatchObject({ event: 'change', data: { facts: { n: 2 } } })
  await back.return(undefined)
})

test('a browser that was away too long is told to read everything anew', async () => {
  const late = listen(newId(), '1.1.1')
  expect((await late.next()).value).toMatchObject({ event: 'reset' })
  expect((await late.next()).value).toMatchObject({ event: 'ready' })
  await late.return(undefined)
})

test('nobody listens without an organization', async () => {
  expect((await fetch(`${address}/api/v1/live`)).status).toBe(401)
  expect((await fetch(`${address}/api/v1/live`, { headers: { 'x-test-organization': 'none' } })).status).toBe(
    409,
  )
})
