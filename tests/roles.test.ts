import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../contract/operation.ts'
import { operations } from '../contract/operations.ts'
import { type Permission, permissionsOf, type Role } from '../contract/permissions.ts'
import { type Hub, startHub } from './hub.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn, signUp } from './world/session.ts'

// Every operation of the contract by everyone whose role does not allow it, as a person and as a program with a key.

let hub: Hub
let owner: Session
/** Request headers by who asks. */
const asked = new Map<string, Record<string, string>>()

beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  owner = (await signIn(hub.url, 'owner@aurora.test', password))!
  for (const role of ['viewer', 'member'] as const) {
    asked.set(`${role}, a person`, { cookie: await join(role), origin: hub.url })
    const { secret } = await must(owner.api.POST('/api/v1/keys', { body: { name: role, role } }))
    asked.set(`${role}, a key`, { authorization: `Bearer ${secret}` })
  }
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function join(role: Role): Promise<string> {
  const email = `${role}@aurora.test`
  const { id: invitationId } = await must(owner.api.POST('/api/v1/invitations', { body: { email, role } }))
  const joining = (await signUp(hub.url, role, email, password))!
  const path = { invitationId }
  await must(joining.api.POST('/api/v1/invitations/{invitationId}/accept', { params: { path } }))
  const answer = await fetch(`${hub.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.url },
    body: JSON.stringify({ email, password }),
  })
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

async function call({ method, path }: Operation, headers: Record<string, string>) {
  const answer = await fetch(hub.url + path.replaceAll(/\{\w+\}/g, '01990000-0000-7000-8000-000000000000'), {
    method,
    headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    ...(method === 'GET' ? {} : { body: '{}' }),
  })
  return { status: answer.status, text: await answer.text() }
}

const within = operations.filter(({ permission }) => permission !== 'public' && permission !== 'signed-in')
const allows = (role: Role, { permission }: Operation) =>
  permissionsOf(role).includes(permission as Permission)

describe.each(['viewer, a person', 'viewer, a key', 'member, a person', 'member, a key'])('%s', (who) => {
  const role = who.split(',')[0] as Role

  test('is refused what the role does not allow, before anything else is looked at', async () => {
    const forbidden = within.filter((operation) => !allows(role, operation))
    expect(forbidden.length).toBeGreaterThan(10)
    for (const operation of forbidden) {
      const { status, text } = await call(operation, asked.get(who)!)
      expect([operation.id, status, text]).toEqual([
        operation.id,
        403,
        expect.stringContaining('not_permitted'),
      ])
    }
  })

  test('may read what everybody may', async () => {
    const open = within.filter(
      ({ method, path, permission }) =>
        method === 'GET' && !path.includes('{') && permission.endsWith('.read'),
    )
    for (const operation of open) {
      const { status } = await call(operation, asked.get(who)!)
      expect([operation.id, status]).toEqual([operation.id, 200])
    }
  })
})

test('a key of an admin manages neither members nor keys', async () => {
  const { secret } = await must(owner.api.POST('/api/v1/keys', { body: { name: 'admin', role: 'admin' } }))
  const closed = within.filter(({ permission }) => ['members.manage', 'keys.manage'].includes(permission))
  for (const operation of closed) {
    const { status } = await call(operation, { authorization: `Bearer ${secret}` })
    expect([operation.id, status]).toEqual([operation.id, 403])
  }
})
