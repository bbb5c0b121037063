import type { Database } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { leaveOtherAccounts } from './claim-store.ts'
import { readService } from './read-service.ts'
import { takeOverList } from './sender-store.ts'
import { holdConnector } from './store.ts'
import { tellRefusal } from './tell-refusal.ts'
import type { TwilioOf } from './twilio-of.ts'

/** Reads every sender of the Twilio account, and which of them are in the connector's Messaging Service, and keeps what was found. */
export async function discoverSenders(
  database: Database,
  organizationId: string,
  connectorId: string,
  twilioOf: TwilioOf,
): Promise<Refused | null> {
  const client = await twilioOf(organizationId, connectorId)
  if (!client) return refuse('connector_not_connected')
  const found = await client.listSenders()
  if (isTwilioRefusal(found)) return tellRefusal(found)
  const refused = await database.withOrganization(organizationId, async (tx) => {
    // It may have been deleted while Twilio was asked.
    const connector = await holdConnector(tx, connectorId)
    if (!connector) return refuse('not_found')
    // Or have got other credentials: then this is not its list.
    if (connector.accountSid !== client.accountSid) return null
    await leaveOtherAccounts(tx, connectorId, connector.accountSid)
    await takeOverList(tx, connectorId, found)
    publish(tx, { topic: 'connector', subjectId: connectorId })
    return null
  })
  if (!refused) await readService(database, organizationId, connectorId, client)
  return refused
}
