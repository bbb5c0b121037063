import type { Database } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { takeOverList } from './sender-store.ts'
import { findConnector } from './store.ts'
import type { TwilioOf } from './twilio-of.ts'

/** Reads every sender of the Twilio account and keeps what was found. */
export async function discoverSenders(
  database: Database,
  organizationId: string,
  connectorId: string,
  twilioOf: TwilioOf,
): Promise<Refused | null> {
  const client = await twilioOf(organizationId, connectorId)
  if (!client) return refuse('connector_not_connected')
  const found = await client.listSenders()
  if (isTwilioRefusal(found))
    return found.refused === 'credentials_refused' ? refuse('connector_not_connected', found.facts) : found
  return await database.withOrganization(organizationId, async (tx) => {
    // It may have been deleted while Twilio was asked.
    if (!(await findConnector(tx, connectorId))) return refuse('not_found')
    await takeOverList(tx, connectorId, found)
    await publish(tx, { topic: 'connector', subjectId: connectorId })
    return null
  })
}
