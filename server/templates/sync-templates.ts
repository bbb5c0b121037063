import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { tellMoved } from './follow-approval.ts'
import { asTemplate } from './template.ts'
import { askTwilio, type TemplateRoom } from './template-room.ts'
import { connectorsToSync, takeOverTemplates } from './template-store.ts'

/** Reads the templates of every connected connector of the organization. The first refusal is told; the others are read all the same. */
export async function syncTemplates(room: TemplateRoom, organizationId: string): Promise<Refused | null> {
  const connectors = await room.database.withOrganization(organizationId, connectorsToSync)
  if (connectors.length === 0) return refuse('connector_not_connected')
  let refused: Refused | null = null
  for (const { id, now } of connectors) {
    const outcome = await syncConnector(room, organizationId, id, now)
    refused ??= outcome
  }
  return refused
}

async function syncConnector(
  room: TemplateRoom,
  organizationId: string,
  connectorId: string,
  since: Date,
): Promise<Refused | null> {
  const found = await askTwilio(room, organizationId, connectorId, (client) => client.listContents())
  if (isRefusal(found)) return found
  await room.database.withOrganization(organizationId, async (tx) => {
    const at = room.clock.now()
    for (const moved of await takeOverTemplates(tx, connectorId, found.map(asTemplate), { at, since }))
      await tellMoved(tx, moved)
    publish(tx, { topic: 'template', subjectId: connectorId })
  })
  return null
}
