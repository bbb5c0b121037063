import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'

/**
 * Takes messages back that have not left, for this reason. A marker under way is waited for: what it sends is not taken back.
 * @returns the ids of those that will not be sent
 */
export async function cancelMessages(tx: Tx, ids: readonly string[], reason: string): Promise<string[]> {
  if (ids.length === 0) return []
  // Conversations first, as everyone does who locks both: the marker holds them while it looks.
  await sql`
    select from conversation where organization_id = ${tx.organizationId} and id in (
      select conversation_id from message where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]))
    order by id for update`.execute(tx.db)
  const { rows } = await sql<{ id: string; conversationId: string }>`
    update message set status = 'canceled', status_reason = ${reason}, lease_until = null, updated_at = now()
    where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) and status in ('queued', 'held', 'claimed')
    returning id, conversation_id`.execute(tx.db)
  publishAll(
    tx,
    rows.map(({ id, conversationId }) => ({ topic: 'message', subjectId: id, facts: { conversationId } })),
  )
  return rows.map(({ id }) => id)
}
