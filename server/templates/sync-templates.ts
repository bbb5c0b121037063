import type { TwilioOf } from '#connectors/twilio-of.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { asTemplate } from './template.ts'
import { connectorsToSync, takeOverTemplates } from './template-store.ts'

export interface TemplateRoom {
  database: Database
  twilioOf: TwilioOf
  clock: Clock
}

/** Reads the templates of every connected connector of the organization. The first refusal is told; the others are read all the same. */
export async function syncTemplates(room: TemplateRoom, organizationId: string): Promise<Refused | null> {
  const connectors = await room.database.withOrganization(organizationId, connectorsToSync)
  if (connectors.length === 0) return refuse('connector_not_connected')
  let refused: Refused | null = null
  for (const connectorId of connectors) {
    const outcome = await syncConnector(room, organizationId, connectorId)
    refused ??= outcome
  }
  return refused
}

async function syncConnector(
  { database, twilioOf, clock }: TemplateRoom,
  organizationId: string,
  connectorId: string,
): Promise<Refused | null> {
  const client = await twilioOf(organizationId, connectorId)
  if (!client) return refuse('connector_not_connected')
  const found = await client.listContents()
  if (isTwilioRefusal(found)) return asRefused(found)
  await database.withOrganization(organizationId, async (tx) => {
    await takeOverTemplates(tx, connectorId, found.map(asTemplate), clock.now())
    await publish(tx, { topic: 'template', subjectId: connectorId })
  })
  return null
}

const asRefused = (refusal: TwilioRefusal): Refused =>
  refusal.refused === 'credentials_refused' ? refuse('connector_not_connected') : refusal
