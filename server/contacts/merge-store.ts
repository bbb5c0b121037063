import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { MergingContact } from './merged-contact.ts'

/** The two of a merge: one stays, the other becomes part of it. */
export interface Merge {
  keptId: string
  otherId: string
}

/** The contacts, locked so that from now on nothing can be written for them elsewhere, in the order of their ids. */
export async function lockMerging(tx: Tx, { keptId, otherId }: Merge): Promise<Map<string, MergingContact>> {
  const { rows } = await sql<MergingContact>`
    select id, name, profile_name, language, country, time_zone, tags, fields, owner_id, created_at, import_ids,
      array(select address from contact_identity identity
        where identity.organization_id = contact.organization_id and identity.contact_id = contact.id order by address) as addresses
    from contact where organization_id = ${tx.organizationId} and id in (${keptId}, ${otherId})
    order by id for update`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Which of these contacts are there. */
export async function presentAmong(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from contact where organization_id = ${tx.organizationId} and id = any(${[...ids]}::uuid[])`.execute(
    tx.db,
  )
  return rows.map(({ id }) => id)
}

/** Whether one of these was a contact and became part of another. */
export async function wereMerged(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select from merged_contact where organization_id = ${tx.organizationId} and id = any(${[...ids]}::uuid[])`.execute(
    tx.db,
  )
  return rows.length > 0
}

/** Addresses and evidence of the other are the kept one's from now on. */
export async function moveIdentity(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  for (const table of ['contact_identity', 'consent'])
    await sql`
      update ${sql.table(table)} set contact_id = ${keptId}
      where organization_id = ${tx.organizationId} and contact_id = ${otherId}`.execute(tx.db)
}

/** Every number of the organization that is closed for one address of the contact is closed for all of them. */
export async function closeAlike(tx: Tx, contactId: string): Promise<void> {
  await sql`
    insert into suppression (sender_address, contact_address, since)
    select closed.sender_address, identity.address, closed.since
    from (
      select suppression.sender_address, max(suppression.since) as since
      from contact_identity known join suppression on suppression.contact_address = known.address
      where known.organization_id = ${tx.organizationId} and known.contact_id = ${contactId}
        and exists (select from sender where sender.organization_id = ${tx.organizationId} and sender.address = suppression.sender_address)
      group by suppression.sender_address) closed
    join contact_identity identity on identity.organization_id = ${tx.organizationId} and identity.contact_id = ${contactId}
    order by 1, 2
    on conflict (sender_address, contact_address) do update set since = greatest(suppression.since, excluded.since)`.execute(
    tx.db,
  )
}

export async function saveMerged(
  tx: Tx,
  contactId: string,
  { addresses: _, fields, ...change }: Omit<MergingContact, 'id'>,
): Promise<void> {
  await tx.db
    .updateTable('contact')
    .set({ ...change, fields: json(fields), updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .execute()
}

/** Leads whoever comes with the other's id, or with one that led to it, to the kept one; then the other is no more. */
export async function replaceContact(tx: Tx, { keptId, otherId }: Merge, at: Date): Promise<void> {
  await sql`
    update merged_contact set contact_id = ${keptId}
    where organization_id = ${tx.organizationId} and contact_id = ${otherId}`.execute(tx.db)
  await tx.db
    .insertInto('mergedContact')
    .values({ organizationId: tx.organizationId, id: otherId, contactId: keptId, mergedAt: at })
    .execute()
  await tx.db
    .deleteFrom('contact')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', otherId)
    .execute()
}
