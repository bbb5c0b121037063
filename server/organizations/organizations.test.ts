import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { identityPool } from '#platform/db.ts'
import { openHttp } from '#platform/http.ts'
import { silentLog } from '#platform/log.ts'
import { openMetrics } from '#platform/metrics.ts'
import { authenticateWith } from './authenticate.ts'
import { openIdentity } from './identity.ts'
import { keyRoutes } from './key-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { organizationRoutes } from './routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

const publicUrl = 'http://parley.test'
let fresh: FreshDatabase
let pool: Pool
let app: FastifyInstance

beforeAll(async () => {
  fresh = await freshDatabase()
  pool = identityPool(fresh.url)
  const identity = openIdentity({ pool, secretKey: randomBytes(32), publicUrl, origins: [publicUrl] })
  app = await openHttp({ log: silentLog, metrics: openMetrics(), origins: [publicUrl] })
  const doors = { app, authenticate: authenticateWith(identity, pool), db: fresh.db }
  signInRoutes(app, identity, publicUrl)
  organizationRoutes(doors, identity, pool)
  memberRoutes(doors, identity, pool, publicUrl)
  keyRoutes(doors, identity)
})
afterAll(async () => {
  await app.close()
  await pool.end()
  await fresh[Symbol.asyncDispose]()
})

/** A browser: it keeps its cookies and says where it comes from. */
function browser() {
  let cookie = ''
  const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) => {
    const answer = await app.inject({
      method,
      url,
      headers: { origin: publicUrl, ...(cookie ? { cookie } : {}) },
      ...(body ? { payload: body } : {}),
    })
    for (const each of [answer.headers['set-cookie'] ?? []].flat()) cookie = each.split(';')[0]!
    return { status: answer.statusCode, json: answer.body ? (answer.json() as Record<string, unknown>) : {} }
  }
  return {
    send,
    async signUp(name: string, email: string) {
      return await send('POST', '/api/auth/sign-up/email', { name, email, password: 'correct horse' })
    },
  }
}

async function withOrganization(name: string, email: string) {
  const person = browser()
  await person.signUp(name, email)
  const { json } = await person.send('POST', '/api/v1/organizations', { name: `${name}'s` })
  return { ...person, organizationId: json['id'] as string }
}

describe('people and organizations', () => {
  test('someone signs up, creates an organization and is its owner', async () => {
    const ana = browser()
    expect((await ana.signUp('Ana', 'ana@x.test')).status).toBe(200)
    expect((await ana.send('GET', '/api/v1/me')).json).toMatchObject({ organization: null, permissions: [] })
    expect(await ana.send('GET', '/api/v1/members')).toMatchObject({
      status: 409,
      json: { code: 'no_organization' },
    })
    expect((await ana.send('POST', '/api/v1/organizations', { name: 'Hotel' })).status).toBe(201)
    const me = (await ana.send('GET', '/api/v1/me')).json
    expect(me).toMatchObject({
      organization: { name: 'Hotel' },
      role: 'owner',
      user: { email: 'ana@x.test' },
    })
    expect((await ana.send('PATCH', '/api/v1/organization', { name: 'Inn' })).json).toMatchObject({
      name: 'Inn',
    })
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    await browser().signUp('Eva', 'eva@x.test')
    const wrong = await browser().send('POST', '/api/auth/sign-in/email', {
      email: 'eva@x.test',
      password: 'wrong-wrong',
    })
    const unknown = await browser().send('POST', '/api/auth/sign-in/email', {
      email: 'no@x.test',
      password: 'wrong-wrong',
    })
    expect(wrong.status).toBe(401)
    expect(unknown).toEqual(wrong)
  })

  test('an account takes twenty wrong passwords in ten minutes, from wherever; whether it is there shows in nothing', async () => {
    await browser().signUp('Gil', 'gil@x.test')
    let from = 0
    const enter = async (email: string, password: string) => {
      from += 1
      const { statusCode } = await app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        headers: { origin: publicUrl },
        remoteAddress: `192.0.2.${from}`,
        payload: { email, password },
      })
      return statusCode
    }
    for (const email of ['gil@x.test', 'nobody@x.test']) {
      const guesses: number[] = []
      for (let guess = 0; guess < 20; guess += 1) guesses.push(await enter(email, `guess-${guess}`))
      expect(new Set(guesses)).toEqual(new Set([401]))
      expect(await enter(email.toUpperCase(), 'correct horse')).toBe(429)
    }
    expect(await enter('eva@x.test', 'correct horse')).toBe(200)
  })

  test('an invitation is for one address, once, and a second one replaces it', async () => {
    const owner = await withOrganization('Otto', 'otto@x.test')
    const invite = async () =>
      (await owner.send('POST', '/api/v1/invitations', { email: 'vera@x.test', role: 'viewer' })).json[
        'id'
      ] as string
    const first = await invite()
    const second = await invite()
    const vera = browser()
    await vera.signUp('Vera', 'vera@x.test')
    const stranger = browser()
    await stranger.signUp('Stan', 'stan@x.test')
    // To anybody else it is not there, exactly like one that nobody wrote.
    const nobodys = '/api/v1/invitations/01990000-0000-7000-8000-000000000000'
    for (const [method, end] of [
      ['GET', ''],
      ['POST', '/accept'],
    ] as const) {
      const theirs = await stranger.send(method, `/api/v1/invitations/${second}${end}`)
      expect(theirs).toMatchObject({ status: 404, json: { code: 'not_found' } })
      expect({ ...theirs.json, instance: '', request_id: '' }).toEqual({
        ...(await stranger.send(method, nobodys + end)).json,
        instance: '',
        request_id: '',
      })
    }
    expect((await vera.send('POST', `/api/v1/invitations/${first}/accept`)).json).toMatchObject({
      code: 'invitation_expired',
    })
    expect((await vera.send('POST', `/api/v1/invitations/${second}/accept`)).json).toMatchObject({
      role: 'viewer',
    })
    expect((await vera.send('POST', `/api/v1/invitations/${second}/accept`)).json).toMatchObject({
      code: 'invitation_expired',
    })
    expect(
      await vera.send('POST', '/api/v1/invitations', { email: 'z@x.test', role: 'viewer' }),
    ).toMatchObject({ status: 403, json: { code: 'not_permitted' } })
    expect((await owner.send('GET', '/api/v1/members')).json['items']).toHaveLength(2)
  })

  test('the last owner stays; a removed member is out at once', async () => {
    const owner = await withOrganization('Olga', 'olga@x.test')
    const { json: invitation } = await owner.send('POST', '/api/v1/invitations', {
      email: 'max@x.test',
      role: 'admin',
    })
    const max = browser()
    await max.signUp('Max', 'max@x.test')
    const { json: joined } = await max.send(
      'POST',
      `/api/v1/invitations/${invitation['id'] as string}/accept`,
    )
    const { json: me } = await owner.send('GET', '/api/v1/me')
    expect(
      (await owner.send('PATCH', `/api/v1/members/${me['memberId'] as string}`, { role: 'viewer' })).json,
    ).toMatchObject({ code: 'last_owner' })
    expect((await owner.send('DELETE', `/api/v1/members/${me['memberId'] as string}`)).json).toMatchObject({
      code: 'last_owner',
    })
    expect((await owner.send('DELETE', `/api/v1/members/${joined['memberId'] as string}`)).status).toBe(204)
    expect((await max.send('GET', '/api/v1/members')).json).toMatchObject({ code: 'no_organization' })
  })

  test('an API key works within its role, never on people or keys, and not after it is revoked', async () => {
    const owner = await withOrganization('Kurt', 'kurt@x.test')
    const { json: key } = await owner.send('POST', '/api/v1/keys', { name: 'CRM', role: 'admin' })
    const call = async (url: string) =>
      (await app.inject({ url, headers: { authorization: `Bearer ${key['secret'] as string}` } })).statusCode
    expect(await call('/api/v1/members')).toBe(200)
    expect(await call('/api/v1/keys')).toBe(403)
    const { json: list } = await owner.send('GET', '/api/v1/keys')
    expect(list['items']).toMatchObject([{ name: 'CRM', role: 'admin' }])
    expect(JSON.stringify(list)).not.toContain(key['secret'])
    const other = await withOrganization('Ines', 'ines@x.test')
    expect((await other.send('DELETE', `/api/v1/keys/${key['id'] as string}`)).status).toBe(404)
    expect((await owner.send('DELETE', `/api/v1/keys/${key['id'] as string}`)).status).toBe(204)
    expect(await call('/api/v1/members')).toBe(401)
  })

  test('a stranger’s ids are not found', async () => {
    const owner = await withOrganization('Paul', 'paul@x.test')
    const other = await withOrganization('Rita', 'rita@x.test')
    const { json: me } = await owner.send('GET', '/api/v1/me')
    const { json: invitation } = await owner.send('POST', '/api/v1/invitations', {
      email: 'q@x.test',
      role: 'member',
    })
    expect(
      (await other.send('PATCH', `/api/v1/members/${me['memberId'] as string}`, { role: 'viewer' })).status,
    ).toBe(404)
    expect((await other.send('DELETE', `/api/v1/members/${me['memberId'] as string}`)).status).toBe(404)
    expect((await other.send('DELETE', `/api/v1/invitations/${invitation['id'] as string}`)).status).toBe(404)
    expect(
      (await other.send('POST', '/api/v1/me/organization', { organizationId: owner.organizationId })).status,
    ).toBe(404)
  })

  test('another site’s page cannot act, and the library’s own paths are closed', async () => {
    const foreign = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { origin: 'http://evil.test' },
      payload: {},
    })
    expect(foreign.statusCode).toBe(403)
    const closed = await app.inject({
      method: 'POST',
      url: '/api/auth/organization/create',
      headers: { origin: publicUrl },
      payload: {},
    })
    expect(closed.statusCode).toBe(404)
  })
})
