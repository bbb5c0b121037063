import type { FastifyInstance } from 'fastify'
import { permissionsOf } from '../contract/permissions.ts'
import { activityRoutes } from '../server/activities/routes.ts'
import { findOrCreateContact } from '../server/contacts/find-or-create-contact.ts'
import { contactRoutes } from '../server/contacts/routes.ts'
import { conversationRoutes } from '../server/conversations/routes.ts'
import { takeInbound } from '../server/conversations/take-inbound.ts'
import { fixedClock } from '../server/platform/clock.ts'
import type { Tx } from '../server/platform/db.ts'
import type { Doors } from '../server/platform/door.ts'
import { openHttp } from '../server/platform/http.ts'
import { newId } from '../server/platform/ids.ts'
import { silentLog } from '../server/platform/log.ts'
import { openMetrics } from '../server/platform/metrics.ts'
import { showContact } from '../server/views/contact-view.ts'
import { showConversation } from '../server/views/conversation-view.ts'
import { viewRoutes } from '../server/views/routes.ts'
import { freshDatabase } from './database.ts'
import { addOrganization, addSender } from './rows.ts'

const origin = 'http://parley.test'
const noon = new Date('2026-03-02T12:00:00.000Z')

/** So many minutes after noon of the day on which all of this happens. */
export const minutes = (n: number) => new Date(noon.getTime() + n * 60_000)

/** The address of the desk's one sender. */
export const front = 'whatsapp:+12025550101'
export const ana = 'whatsapp:+5511987654321'
export const bruno = 'whatsapp:+4915112345678'
/** Hides her number. */
export const dana = 'whatsapp:US.4f7Q2mZ8kd31'

export interface Asked {
  /** `key`: an API key of the organization. */
  as?: 'marta' | 'nils' | 'key'
  /** Another organization than the desk's own. */
  organization?: string
}

export interface Place {
  contactId: string
  conversationId: string
}

async function openDoors(
  fresh: Awaited<ReturnType<typeof freshDatabase>>,
  clock: ReturnType<typeof fixedClock>,
) {
  const app = await openHttp({ log: silentLog, metrics: openMetrics(), origins: [origin] })
  const doors: Doors = {
    app,
    db: fresh.db,
    // Who asks stands in a header: `<organization> <member> <name>`.
    authenticate: async (request) => {
      const [organizationId = '', memberId = '', name = ''] = String(request.headers['x-test-member']).split(
        ' ',
      )
      const permissions = new Set(permissionsOf('member'))
      if (memberId === 'key')
        return { kind: 'key', organizationId, memberId: null, userId: null, name, role: null, permissions }
      return { kind: 'member', organizationId, memberId, userId: 'u', name, role: 'member', permissions }
    },
  }
  viewRoutes(doors, clock)
  activityRoutes(doors)
  contactRoutes(doors, { clock, showContact })
  conversationRoutes(doors, { clock, showConversation: (tx, id) => showConversation(tx, id, clock.now()) })
  return app
}

/** A database and the doors of activities, contacts, conversations and views, at one o'clock. */
export async function openDesk() {
  const fresh = await freshDatabase()
  const clock = fixedClock(minutes(60))
  const app = await openDoors(fresh, clock)
  return {
    clock,
    database: fresh.db,
    databaseUrl: fresh.url,
    newOrganization: async () => {
      const { organizationId, members } = await addOrganization(fresh.url, { marta: 'owner', nils: 'member' })
      const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
      const sender = await inside((tx) => addSender(tx, front))
      return {
        organizationId,
        members,
        sender,
        inside,
        ...asking(app, organizationId, members),
        ...writing(inside, sender),
      }
    },
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await fresh[Symbol.asyncDispose]()
    },
  }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>
export type DeskOrganization = Awaited<ReturnType<Desk['newOrganization']>>

function asking(app: FastifyInstance, own: string, members: Record<'marta' | 'nils', string>) {
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: object,
    asked: Asked = {},
  ) => {
    const { as = 'nils', organization = own } = asked
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { origin, 'x-test-member': `${organization} ${as === 'key' ? as : members[as]} ${as}` },
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, json: answer.body === '' ? null : answer.json() }
  }
  /** Answers the body, or fails the test with the problem. */
  const get = async (path: string, asked?: Asked) => {
    const { status, json } = await ask('GET', path, undefined, asked)
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}: ${JSON.stringify(json)}`)
    return json
  }
  return { ask, get }
}

function writing(
  inside: <T>(act: (tx: Tx) => Promise<T>) => Promise<T>,
  sender: { senderId: string; connectorId: string },
) {
  const addMessage = async (tx: Tx, place: Place, position: number, body: string, at: Date, held = false) => {
    const lane = { lane: 'sender', priority: 10, dueAt: at }
    const way = held
      ? ({ direction: 'out', origin: 'member', status: 'held', ...lane } as const)
      : ({ direction: 'in', origin: 'contact', status: 'received' } as const)
    const { organizationId } = tx
    await tx.db
      .insertInto('message')
      .values({
        organizationId,
        id: newId(),
        ...sender,
        ...place,
        position,
        kind: 'text',
        body,
        createdAt: at,
        ...way,
      })
      .execute()
  }
  return {
    /** A contact writes, as the rooms below the views record it. */
    hears: (address: string, profileName: string, body: string, at: Date): Promise<Place> =>
      inside(async (tx) => {
        const { contactId } = await findOrCreateContact(tx, { address, profileName, at })
        const sid = `SM${newId()}`
        const inbound = { contactId, contactAddress: address, ...sender, sid, preview: body, at, late: false }
        const [place] = await takeInbound(tx, [inbound])
        const { conversationId, position } = place!
        await addMessage(tx, { contactId, conversationId }, position, body, at)
        return { contactId, conversationId }
      }),
    /** A message to the contact that waits for a person. */
    holds: (place: Place, position: number) =>
      inside((tx) => addMessage(tx, place, position, 'Later', minutes(3), true)),
    /** An agent that answers on the sender. Answers its id. */
    addAgent: (name: string) =>
      inside(async (tx) => {
        const { organizationId } = tx
        const agentId = newId()
        await tx.db.insertInto('agent').values({ organizationId, id: agentId, name }).execute()
        const channel = { organizationId, id: newId(), senderId: sender.senderId, agentId }
        await tx.db.insertInto('channel').values(channel).execute()
        return agentId
      }),
  }
}
