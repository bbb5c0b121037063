import { sql } from 'kysely'
import type { ServiceStanding } from '@parley/contract/connectors.ts'
import type { Tx } from '#platform/db.ts'
import { explainSenderStatus } from '#twilio/sender-status.ts'
import type { ConnectorRow } from './connector.ts'
import { paceNow } from './learn-pace.ts'

// The pool of a connector's Messaging Service. Twilio picks the number a message leaves from among those that are online, so whatever
// must hold for a number must hold for each of them.

/** One of our senders in the pool. */
export interface PoolMember {
  senderId: string
  address: string
  displayName: string | null
  active: boolean
  /** Twilio picks it. */
  online: boolean
  /** Messages a second. */
  pace: number
  wabaId: string | null
  messagingLimit: string | null
}

export interface ServicePool {
  sid: string
  name: string | null
  standing: ServiceStanding
  /** In the order of their addresses. */
  members: PoolMember[]
  strangers: string[]
  readAt: Date | null
}

/**
 * Whether messages may go through a service, and if not, why. A number of the pool that is not active here would be picked like the others,
 * and what is answered to it would reach nobody.
 */
export function standingOf(
  state: ConnectorRow['serviceState'],
  members: readonly Pick<PoolMember, 'active'>[],
  strangers: readonly string[],
): ServiceStanding {
  if (state !== 'found') return state
  if (!members.some(({ active }) => active)) return 'empty'
  return strangers.length === 0 && members.every(({ active }) => active) ? 'ready' : 'inactive'
}

interface PoolRow extends Pick<
  ConnectorRow,
  'messagingServiceSid' | 'serviceName' | 'serviceState' | 'serviceStrangers' | 'serviceReadAt'
> {
  now: Date
}

/** The pool as Twilio last told it, with our senders as they are now; undefined where the connector has no service. */
export async function findPool(tx: Tx, connectorId: string): Promise<ServicePool | undefined> {
  const { rows } = await sql<PoolRow>`
    select messaging_service_sid, service_name, service_state, service_strangers, service_read_at, clock_timestamp() as now from connector
    where organization_id = ${tx.organizationId} and id = ${connectorId} and messaging_service_sid is not null`.execute(
    tx.db,
  )
  const [service] = rows
  if (!service?.messagingServiceSid) return undefined
  const members = await listMembers(tx, connectorId, service.now)
  const { messagingServiceSid: sid, serviceName: name, serviceStrangers: strangers } = service
  const standing = standingOf(service.serviceState, members, strangers)
  return { sid, name, standing, members, strangers, readAt: service.serviceReadAt }
}

interface MemberRow extends Omit<PoolMember, 'online' | 'pace'> {
  status: string
  missing: boolean
  pace: number | null
  learnedPace: number | null
  learnedAt: Date | null
}

async function listMembers(tx: Tx, connectorId: string, now: Date): Promise<PoolMember[]> {
  const { rows } = await sql<MemberRow>`
    select id as sender_id, address, display_name, waba_id, messaging_limit, active, status, missing_since is not null as missing, pace, learned_pace, learned_at
    from sender where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and in_service
    order by address, id`.execute(tx.db)
  return rows.map(({ status, missing, pace, learnedPace, learnedAt, ...member }) => ({
    ...member,
    online: !missing && explainSenderStatus(status).online,
    pace: paceNow({ pace, learnedPace, learnedAt }, now),
  }))
}

/** Messages a second that the numbers Twilio may pick take together. */
export const paceOfPool = (members: readonly PoolMember[]): number =>
  members.filter(({ active, online }) => active && online).reduce((sum, { pace }) => sum + pace, 0)
