import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'

// What a producer of many messages can withdraw. Each message carries the permit and the epoch it was written under; the
// marker holds the permit while it looks, so once a permit is closed nothing more reaches the wire.

/** A new permit, open. */
export async function givePermit(tx: Tx): Promise<string> {
  const id = newId()
  await tx.db.insertInto('permit').values({ organizationId: tx.organizationId, id, open: true }).execute()
  return id
}

/** From here on nothing of it is sent; what waits in the outbox rests there. */
export async function closePermit(tx: Tx, id: string): Promise<void> {
  await setOpen(tx, id, false)
}

/** What rests is sent on. */
export async function openPermit(tx: Tx, id: string): Promise<void> {
  await setOpen(tx, id, true)
}

async function setOpen(tx: Tx, id: string, open: boolean): Promise<void> {
  await tx.db
    .updateTable('permit')
    .set({ open })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
  await sql`
    update message set due_at = ${open ? sql`now()` : sql`'infinity'`}, updated_at = now()
    where organization_id = ${tx.organizationId} and permit_id = ${id} and phase = 'outbox' and status = 'queued'`.execute(
    tx.db,
  )
  if (open) tx.hint('outbox', tx.organizationId)
}

/**
 * What was written under the permit until now is not wanted any more: what has not left is canceled.
 * @returns the messages that were canceled
 */
export async function renewPermit(tx: Tx, id: string): Promise<string[]> {
  await sql`
    update permit set epoch = epoch + 1 where organization_id = ${tx.organizationId} and id = ${id}`.execute(
    tx.db,
  )
  const { rows } = await sql<{ id: string }>`
    update message set status = 'canceled', status_reason = 'campaign_changed', lease_until = null, updated_at = now()
    where organization_id = ${tx.organizationId} and permit_id = ${id} and phase in ('outbox', 'attention')
      and (status in ('queued', 'held') or status = 'claimed' and lease_until < now()) returning id`.execute(
    tx.db,
  )
  return rows.map((row) => row.id)
}
