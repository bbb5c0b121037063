import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'

/** Messages of a campaign came further: who looks at it is told. */
export async function hearMoved(tx: Tx, permitId: string): Promise<void> {
  const campaigns = await tx.db
    .selectFrom('campaign')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('permitId', '=', permitId)
    .execute()
  for (const { id } of campaigns) publish(tx, { topic: 'campaign', subjectId: id })
}
