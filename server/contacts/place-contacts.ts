import { type Kysely, sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { placeOf } from './contact-place.ts'

/** Contacts looked at in one transaction. */
const chunk = 2000

/** Notes where those contacts live of whom nobody has looked yet. @returns how many were looked at */
export async function placeContacts(tx: Tx): Promise<number> {
  const { organizationId } = tx
  const { rows } = await sql<{ id: string; addresses: string[]; timeZone: string | null }>`
    select contact.id, contact.time_zone, coalesce((select array_agg(address order by address) from contact_identity identity
      where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '{}') as addresses
    from contact where organization_id = ${organizationId} and country is null
    order by id limit ${chunk} for update skip locked`.execute(tx.db)
  const placed = rows.map(({ id, addresses, timeZone }) => {
    const place = placeOf(addresses)
    return { id, country: place.country, zone: timeZone ?? place.timeZone }
  })
  await sql`
    update contact set country = placed.country, time_zone = placed.zone
    from json_to_recordset(${json(placed)}::json) as placed (id uuid, country text, zone text)
    where contact.organization_id = ${organizationId} and contact.id = placed.id
      and contact.id = any(${placed.map(({ id }) => id)}::uuid[])`.execute(tx.db)
  return rows.length
}

/** Where contacts stand of whom nobody knows where they live. */
export async function organizationsToPlace(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('contact')
    .select('organizationId')
    .distinct()
    .where('country', 'is', null)
    .execute()
  return rows.map((row) => row.organizationId)
}
