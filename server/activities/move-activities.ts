import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

/** Whose lines and notifications become whose, and which threads became which. */
export interface MovedSubject {
  fromContactId: string
  toContactId: string
  conversations: readonly { fromId: string; intoId: string }[]
}

/** Timelines of two contacts become one, and what members were told leads where it now belongs. */
export async function moveActivities(
  tx: Tx,
  { fromContactId, toContactId, conversations }: MovedSubject,
): Promise<void> {
  for (const table of ['activity', 'notification'])
    await sql`
      update ${sql.table(table)} set contact_id = ${toContactId}
      where organization_id = ${tx.organizationId} and contact_id = ${fromContactId}`.execute(tx.db)
  for (const { fromId, intoId } of conversations) {
    await sql`
      update activity set conversation_id = ${intoId}
      where organization_id = ${tx.organizationId} and contact_id = ${toContactId} and conversation_id = ${fromId}`.execute(
      tx.db,
    )
    await foldUnread(tx, fromId, intoId)
    await sql`
      update notification set conversation_id = ${intoId}
      where organization_id = ${tx.organizationId} and conversation_id = ${fromId}`.execute(tx.db)
  }
}

/** One unread notification of a kind for each member and thread: where both threads have one, one counts for both. */
async function foldUnread(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`
    with folded as (
      delete from notification gone using notification stays
      where gone.organization_id = ${tx.organizationId} and gone.conversation_id = ${fromId} and gone.read_at is null
        and stays.organization_id = gone.organization_id and stays.conversation_id = ${intoId} and stays.read_at is null
        and stays.member_id = gone.member_id and stays.kind = gone.kind
      returning stays.id, gone.count, gone.updated_at)
    update notification set count = notification.count + folded.count, updated_at = greatest(notification.updated_at, folded.updated_at)
    from folded where notification.organization_id = ${tx.organizationId} and notification.id = folded.id`.execute(
    tx.db,
  )
}
