import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'

/** Another message went out instead of a touch's own: from now on it speaks for the touch. */
export async function hearReplaced(
  tx: Tx,
  { messageId, byMessageId }: { messageId: string; byMessageId: string },
): Promise<void> {
  const { rows } = await sql<{ campaignId: string }>`
    update touch set message_id = ${byMessageId}, updated_at = now()
    where organization_id = ${tx.organizationId} and message_id = ${messageId} returning campaign_id`.execute(
    tx.db,
  )
  publishAll(
    tx,
    rows.map(({ campaignId }) => ({ topic: 'campaign', subjectId: campaignId })),
  )
}
