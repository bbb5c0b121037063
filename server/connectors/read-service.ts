import { sql } from 'kysely'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { TwilioClient } from '#twilio/client.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { findConnector, holdConnector, updateConnectorRow } from './store.ts'

/** What Twilio tells of a Messaging Service. */
interface Told {
  name: string
  pool: { sid: string; address: string }[]
}

/**
 * Asks Twilio which senders are in the pool of the connector's Messaging Service, and keeps it. When Twilio does not answer, what was known
 * stands.
 */
export async function readService(
  database: Database,
  organizationId: string,
  connectorId: string,
  client: TwilioClient,
): Promise<void> {
  const connector = await database.withOrganization(organizationId, (tx) => findConnector(tx, connectorId))
  const sid = connector?.messagingServiceSid
  if (!sid) return
  const told = await askFor(client, sid)
  if (told === undefined) return
  await database.withOrganization(organizationId, async (tx) => {
    const now = await holdConnector(tx, connectorId)
    // Another service, or another account, since Twilio was asked.
    if (now?.messagingServiceSid !== sid || now.accountSid !== client.accountSid) return
    await keep(tx, connectorId, told)
    publish(tx, { topic: 'connector', subjectId: connectorId })
  })
}

/** Null: there is no such service in this account. Undefined: Twilio did not say. */
async function askFor(client: TwilioClient, sid: string): Promise<Told | null | undefined> {
  const service = await client.fetchMessagingService(sid)
  if (isTwilioRefusal(service)) return service.refused === 'not_found' ? null : undefined
  const pool = await client.listChannelSenders(sid)
  if (isTwilioRefusal(pool)) return undefined
  return { name: service.name, pool: pool.filter(({ address }) => address.startsWith('whatsapp:')) }
}

async function keep(tx: Tx, connectorId: string, told: Told | null): Promise<void> {
  const pool = told?.pool ?? []
  const { rows } = await sql<{ twilioSid: string }>`
    update sender set in_service = twilio_sid = any(${pool.map(({ sid }) => sid)}::text[])
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} returning twilio_sid`.execute(
    tx.db,
  )
  const known = new Set(rows.map(({ twilioSid }) => twilioSid))
  await updateConnectorRow(tx, connectorId, {
    serviceName: told?.name ?? null,
    serviceState: told ? 'found' : 'not_found',
    serviceStrangers: pool.filter(({ sid }) => !known.has(sid)).map(({ address }) => address),
    serviceReadAt: new Date(),
  })
}

/** The connector has another service, or none: nothing is known of it. */
export async function forgetService(tx: Tx, connectorId: string): Promise<void> {
  await sql`
    update sender set in_service = false where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and in_service`.execute(
    tx.db,
  )
  await updateConnectorRow(tx, connectorId, {
    serviceName: null,
    serviceState: 'unread',
    serviceStrangers: [],
    serviceReadAt: null,
  })
}
