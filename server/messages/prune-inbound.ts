import { sql } from 'kysely'
import type { Database } from '#platform/db.ts'

/**
 * How long a webhook is kept after it became a message. Its row refuses the copies: Twilio repeats a webhook within minutes, and a
 * member may have 30 days of Twilio's list looked through for what was missed.
 */
export const daysKept = 45

const chunk = 20_000

/**
 * Forgets webhooks of an organization that became messages and are older than that. What could not become one stays until a person has it
 * taken again.
 * @returns how many went
 */
export async function pruneInbound(database: Database, organizationId: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - daysKept * 86_400_000)
  let [all, gone] = [0, 0]
  do {
    gone = await database.withOrganization(organizationId, async (tx) => {
      const { numAffectedRows } = await sql`
        delete from inbound_event where organization_id = ${organizationId} and ctid = any(array(
          select ctid from inbound_event journaled
          where organization_id = ${organizationId} and received_at < ${before} and not exists (
            select from inbound_waiting waiting where waiting.organization_id = ${organizationId} and waiting.id = journaled.id)
            and id < all (select id from inbound_batch where organization_id = ${organizationId})
          limit ${chunk}))`.execute(tx.db)
      return Number(numAffectedRows ?? 0n)
    })
    all += gone
  } while (gone === chunk)
  return all
}
