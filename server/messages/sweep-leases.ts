import type { Database } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { organizationsWithLostLeases, sweepLostLeases } from './outbox-store.ts'
import { tellMoved } from './tell-moved.ts'

/** What somebody who is gone had marked becomes unknown, and is told to those who look on. What was only claimed is claimed again. */
export async function sweepLeases(database: Database): Promise<void> {
  for (const organizationId of await database.acrossOrganizations(organizationsWithLostLeases)) {
    await database.withOrganization(organizationId, async (tx) => {
      const lost = await sweepLostLeases(tx)
      publishAll(
        tx,
        lost.map(({ id, conversationId }) => ({
          topic: 'message',
          subjectId: id,
          facts: { conversationId },
        })),
      )
      await tellMoved(
        tx,
        lost.map(({ permitId }) => permitId),
      )
    })
  }
}
