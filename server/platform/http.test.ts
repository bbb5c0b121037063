import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { operation } from '@parley/contract/operation.ts'
import { permissionsOf } from '@parley/contract/permissions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { type Doors, door } from './door.ts'
import { healthRoutes } from './health.ts'
import { openHttp } from './http.ts'
import { newId } from './ids.ts'
import { silentLog } from './log.ts'
import { openMetrics } from './metrics.ts'
import type { Authenticate } from './principal.ts'
import { limitRate } from './rate-limit.ts'
import { refuse } from './refusal.ts'
import { openEventStream } from './sse.ts'

const organizationId = newId()
const authenticate: Authenticate = async (request) => {
  const name = request.headers['x-test-user']
  if (name === 'newcomer') return { kind: 'person', userId: 'u', name }
  if (name !== 'owner' && name !== 'viewer') return null
  const permissions = new Set(permissionsOf(name))
  return { kind: 'member', organizationId, memberId: 'm', userId: 'u', name, role: name, permissions }
}

const item = z.object({ id: z.uuid(), name: z.string(), at: z.iso.datetime() })
const create = operation({
  id: 'createThing',
  method: 'POST',
  path: '/api/v1/things',
  tag: 'Test',
  summary: 'Create',
  permission: 'agents.manage',
  body: z.object({ name: z.string().min(1) }),
  status: 201,
  answer: item,
})
const get = operation({
  id: 'getThing',
  method: 'GET',
  path: '/api/v1/things/{thingId}',
  tag: 'Test',
  summary: 'Get',
  permission: 'agents.read',
  params: z.object({ thingId: z.uuid() }),
  query: z.object({ limit: z.coerce.number().max(10).default(5) }),
  answer: z.object({ limit: z.number() }),
  refusals: ['already_bound'],
})
const upload = operation({
  id: 'uploadThing',
  method: 'POST',
  path: '/api/v1/things/file',
  tag: 'Test',
  summary: 'Upload',
  permission: 'agents.manage',
  file: true,
  status: 201,
  answer: z.object({ name: z.string(), size: z.number() }),
})
const me = operation({
  id: 'me',
  method: 'GET',
  path: '/api/v1/who',
  tag: 'Test',
  summary: 'Me',
  permission: 'signed-in',
  answer: z.object({ name: z.string() }),
})
const remove = operation({
  id: 'remove',
  method: 'DELETE',
  path: '/api/v1/things/{thingId}',
  tag: 'Test',
  summary: 'Delete',
  permission: 'agents.manage',
  params: z.object({ thingId: z.uuid() }),
  status: 204,
})

let fresh: FreshDatabase
let app: FastifyInstance
let created = 0
let ready = true
const web = mkdtempSync(join(tmpdir(), 'parley-web-'))

function bind(doors: Doors): void {
  door(doors, create, async ({ body, principal }) => {
    if (body.name === 'fault') throw new Error('the sky fell: secret detail')
    if (body.name === 'bound') return refuse('already_bound', { agent: 'Ana' })
    created++
    return { id: newId(), name: body.name, at: new Date(0), hidden: principal.organizationId }
  })
  door(doors, get, async ({ query }) => ({ limit: query.limit }))
  door(doors, upload, async ({ file }) => ({ name: file.name, size: (await file.bytes()).length }))
  door(doors, me, async ({ principal }) => ({ name: principal.name }))
  door(doors, remove, async () => undefined)
}

beforeAll(async () => {
  fresh = await freshDatabase()
  mkdirSync(join(web, 'assets'))
  writeFileSync(join(web, 'index.html'), '<title>Parley</title>')
  writeFileSync(join(web, 'assets', 'app-1a2b.js'), '1')
  const metrics = openMetrics()
  app = await openHttp({ log: silentLog, metrics, origins: ['https://desk.example.com'], webFolder: web })
  bind({ app, authenticate, db: fresh.db })
  healthRoutes(app, { database: async () => ready || Promise.reject(new Error('away')) }, metrics)
  app.get('/api/v1/live', (request, reply) => {
    const stream = openEventStream(request, reply)
    stream.send({ id: '7', event: 'change', data: '{"a":1}' })
    stream.end()
  })
  await app.register(async (scope) => {
    await limitRate(scope, { perMinute: 2 })
    scope.get('/api/limited', async () => 'ok')
  })
})
afterAll(async () => {
  await app.close()
  await fresh[Symbol.asyncDispose]()
  rmSync(web, { recursive: true })
})

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: { 'x-test-user': 'owner', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

test('an answer holds what the contract names and nothing else; instants are ISO text', async () => {
  const answer = await post({ name: 'a', unknown: 1 })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toEqual({ id: expect.any(String), name: 'a', at: '1970-01-01T00:00:00.000Z' })
})

test.each([
  ['nobody', {}, 401, 'not_signed_in'],
  ['a viewer', { 'x-test-user': 'viewer' }, 403, 'not_permitted'],
  ['someone without an organization', { 'x-test-user': 'newcomer' }, 409, 'no_organization'],
])('%s cannot do what takes a permission', async (_who, headers, status, code) => {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: { name: 'a' } })
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toMatchObject({ code, status, remedy: expect.any(String), title: expect.any(String) })
})

test('someone without an organization may do what only takes a sign-in', async () => {
  const answer = await app.inject({ url: '/api/v1/who', headers: { 'x-test-user': 'newcomer' } })
  expect(answer.json()).toEqual({ name: 'newcomer' })
})

test('an invalid request names its fields', async () => {
  const answer = await post({ name: '' })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().issues[0].path).toBe('body.name')
  const query = await app.inject({
    url: `/api/v1/things/${newId()}?limit=11`,
    headers: { 'x-test-user': 'viewer' },
  })
  expect(query.json().issues[0].path).toBe('query.limit')
})

test('a path that holds no id is not found, like an id nobody has', async () => {
  const answer = await app.inject({ url: '/api/v1/things/zzz', headers: { 'x-test-user': 'viewer' } })
  expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' })
})

test('a refusal is a problem with its facts; a fault tells nothing', async () => {
  expect((await post({ name: 'bound' })).json()).toMatchObject({
    status: 409,
    code: 'already_bound',
    facts: { agent: 'Ana' },
  })
  const fault = await post({ name: 'fault' })
  expect(fault.statusCode).toBe(503)
  expect(fault.json()).toMatchObject({
    code: 'internal_fault',
    facts: { requestId: fault.headers['x-request-id'] },
  })
  expect(fault.body).not.toMatch(/sky|secret/)
})

test.each([
  ['broken JSON', '{"name":', 400, 'malformed_body'],
  ['JSON nested too deep', `{"name":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'malformed_body'],
  ['a body over 1 MB', JSON.stringify({ name: 'a'.repeat(1_100_000) }), 413, 'body_too_large'],
])('%s is refused', async (_what, payload, status, code) => {
  const answer = await post(payload)
  expect(answer.json()).toMatchObject({ status, code })
})

test('a body of another kind is refused', async () => {
  const answer = await post('name=a', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
})

test('a key called __proto__ is dropped', async () => {
  const answer = await post('{"name":"a","__proto__":{"admin":true}}')
  expect(answer.statusCode).toBe(201)
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
})

test.each([
  ['our page', { origin: 'https://desk.example.com' }, 201],
  ['a program', {}, 201],
  ['another site', { origin: 'https://evil.example' }, 403],
  ['a sandboxed page', { origin: 'null' }, 403],
  ['another site whose browser hides the origin', { 'sec-fetch-site': 'cross-site' }, 403],
])('a change from %s', async (_from, headers, status) => {
  expect((await post({ name: 'a' }, { cookie: 'parley=1', ...headers })).statusCode).toBe(status)
})

test('whoever comes from another address is told which one is right', async () => {
  const refused = await post({ name: 'a' }, { cookie: 'parley=1', origin: 'http://203.0.113.9' })
  expect(refused.json()).toMatchObject({
    code: 'wrong_origin',
    facts: { address: 'https://desk.example.com' },
  })
})

test('an idempotency key runs a request once and repeats its answer', async () => {
  const before = created
  const first = await post({ name: 'once' }, { 'idempotency-key': 'k1' })
  const again = await post({ name: 'once' }, { 'idempotency-key': 'k1' })
  expect(again.statusCode).toBe(201)
  expect(again.json()).toEqual(first.json())
  expect(created).toBe(before + 1)
  expect((await post({ name: 'other' }, { 'idempotency-key': 'k1' })).json().code).toBe(
    'idempotency_key_reused',
  )
})

test('of ten equal requests at once, one runs', async () => {
  const before = created
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post({ name: 'race' }, { 'idempotency-key': 'k2' })),
  )
  expect(created).toBe(before + 1)
  expect(answers.every((answer) => [201, 409].includes(answer.statusCode))).toBe(true)
})

test('after a fault the key is free again', async () => {
  expect((await post({ name: 'fault' }, { 'idempotency-key': 'k3' })).statusCode).toBe(503)
  expect((await post({ name: 'fault' }, { 'idempotency-key': 'k3' })).statusCode).toBe(503)
})

const form = (field: string, content: string) => ({
  method: 'POST' as const,
  url: '/api/v1/things/file',
  headers: { 'x-test-user': 'owner', 'content-type': 'multipart/form-data; boundary=x' },
  payload: `--x\r\ncontent-disposition: form-data; name="${field}"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n--x--\r\n`,
})

test('a file comes through a multipart form', async () => {
  const answer = await app.inject(form('file', 'hello'))
  expect(answer.json()).toEqual({ name: 'a.txt', size: 5 })
  expect((await app.inject(form('other', 'hello'))).statusCode).toBe(422)
  expect(
    (await app.inject({ ...form('file', ''), headers: { 'x-test-user': 'owner' }, payload: {} })).statusCode,
  ).toBe(415)
})

test('a file over 16 MB is refused', async () => {
  const answer = await app.inject(form('file', 'a'.repeat(16 * 1024 * 1024 + 1)))
  expect(answer.json()).toMatchObject({ status: 413, code: 'body_too_large' })
})

test('an empty answer has no body', async () => {
  const headers = { 'x-test-user': 'owner', 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'DELETE', url: `/api/v1/things/${newId()}`, headers })
  expect([answer.statusCode, answer.body]).toEqual([204, ''])
})

test('an unknown API path is a problem, any other address is the web app', async () => {
  expect((await app.inject('/api/nothing')).json().code).toBe('not_found')
  expect((await app.inject({ method: 'POST', url: '/somewhere' })).json().code).toBe('not_found')
  const screen = await app.inject('/conversations/1?x=a.b')
  expect([screen.statusCode, screen.body, screen.headers['cache-control']]).toEqual([
    200,
    '<title>Parley</title>',
    'no-cache',
  ])
  const asset = await app.inject('/assets/app-1a2b.js')
  expect(asset.headers['cache-control']).toMatch(/immutable/)
  expect((await app.inject('/assets/gone.js')).statusCode).toBe(404)
  writeFileSync(join(web, 'assets', 'built-later-3c.js'), '2')
  expect((await app.inject('/assets/built-later-3c.js')).body).toBe('2')
  expect((await app.inject('/assets/..%2findex.html')).statusCode).toBe(404)
})

test('without a built web app a sentence says what to do', async () => {
  const bare = await openHttp({
    log: silentLog,
    metrics: openMetrics(),
    origins: [],
    webFolder: join(web, 'none'),
  })
  const answer = await bare.inject('/')
  expect([answer.statusCode, answer.body]).toEqual([503, expect.stringMatching(/not built/)])
  await bare.close()
})

test('every answer carries the security headers', async () => {
  const { headers } = await app.inject('/')
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/script-src 'self'(;|$)/)
  expect(policy).toMatch(/img-src 'self' blob: data:/)
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
})

test('an event stream is framed and keeps the security headers', async () => {
  const answer = await app.inject('/api/v1/live')
  expect(answer.headers['content-type']).toMatch(/^text\/event-stream/)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.body).toBe('retry: 2000\n\nid: 7\nevent: change\ndata: {"a":1}\n\n')
})

test('closing the server ends its event streams', async () => {
  const live = await openHttp({ log: silentLog, metrics: openMetrics(), origins: [] })
  live.get('/live', (request, reply) => void openEventStream(request, reply))
  const address = await live.listen({ port: 0, host: '127.0.0.1' })
  const stream = await fetch(`${address}/live`)
  const text = stream.text()
  await live.close()
  expect(await text).toBe('retry: 2000\n\n')
})

test('readiness follows its checks; metrics name routes, not addresses', async () => {
  expect((await app.inject('/healthz')).statusCode).toBe(200)
  expect((await app.inject('/readyz')).statusCode).toBe(200)
  ready = false
  const answer = await app.inject('/readyz')
  expect([answer.statusCode, answer.json().failing]).toEqual([503, ['database']])
  ready = true
  const metrics = await app.inject('/metrics')
  expect(metrics.body).toMatch(/route="\/api\/v1\/things\/:thingId"/)
  expect(metrics.body).not.toMatch(/things\/[0-9a-f]{8}-/)
})

test('a limited scope refuses what comes too often, as a problem', async () => {
  const answers = [
    await app.inject('/api/limited'),
    await app.inject('/api/limited'),
    await app.inject('/api/limited'),
  ]
  expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 429])
  expect(answers[2]?.json()).toMatchObject({ code: 'too_many_requests', status: 429 })
})
