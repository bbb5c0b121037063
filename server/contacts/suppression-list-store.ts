import { sql } from 'kysely'
import type { Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'

/** A line of the list. */
export interface Closed {
  contactAddress: string
  since: Date
}

/**
 * The next addresses that are closed to a number, in order: those of this organization's contacts and those it brought
 * along. A number may have had another owner before; whom that one knew is not told.
 */
export async function listClosed(
  tx: Tx,
  senderAddress: string,
  after: string,
  limit: number,
): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    select contact_address, since from suppression
    where sender_address = ${senderAddress} and contact_address > ${after} and (
      exists (select from contact_identity where organization_id = ${tx.organizationId} and address = suppression.contact_address)
      or exists (select from imported_opt_out brought where brought.organization_id = ${tx.organizationId}
        and brought.sender_address = suppression.sender_address and brought.contact_address = suppression.contact_address))
    order by contact_address limit ${limit}`.execute(tx.db)
  return rows
}

/** The other addresses of the people behind these: a wish of one counts for all. */
export async function otherAddresses(tx: Tx, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct other.address from contact_identity told
    join contact_identity other on other.organization_id = told.organization_id and other.contact_id = told.contact_id
    where told.organization_id = ${tx.organizationId} and told.address = any(${[...addresses]}::text[])
      and other.address <> all(${[...addresses]}::text[]) order by 1`.execute(tx.db)
  return rows.map(({ address }) => address)
}

/**
 * Closes addresses that are open, keeps where they came from, and writes evidence for those that are contacts. The pairs
 * are locked. Returns how many of those that were told were open.
 */
export async function closeBrought(
  tx: Tx,
  brought: {
    senderAddress: string
    addresses: readonly string[]
    others: readonly string[]
    place: string
    by: Actor
    at: Date
  },
): Promise<number> {
  const { senderAddress, place, by, at } = brought
  const told = [...brought.addresses]
  const { rows } = await sql<{ closed: number }>`
    with closed as (
      insert into suppression (sender_address, contact_address, since)
      select ${senderAddress}, address, ${at}::timestamptz from unnest(${[...told, ...brought.others]}::text[]) as given (address)
      on conflict do nothing returning contact_address
    ), kept as (
      insert into imported_opt_out (organization_id, sender_address, contact_address, place, actor_kind, actor_id, at)
      select ${tx.organizationId}, ${senderAddress}, address, ${place}, ${by.kind === 'member' ? 'member' : 'key'}, ${by.id}, ${at}::timestamptz
      from unnest(${told}::text[]) as given (address)
      on conflict do nothing
    ), evidence as (
      insert into consent (organization_id, id, contact_id, sender_address, kind, source, wording, place, actor_kind, actor_id, at)
      select distinct on (identity.contact_id) ${tx.organizationId}::uuid, gen_random_uuid(), identity.contact_id, ${senderAddress}, 'opt_out', 'import', '',
        ${place}, ${by.kind}, ${by.id}, ${at}::timestamptz
      from closed join contact_identity identity on identity.organization_id = ${tx.organizationId} and identity.address = closed.contact_address
    )
    select count(*) filter (where contact_address = any(${told}::text[]))::int as closed from closed`.execute(
    tx.db,
  )
  return rows[0]?.closed ?? 0
}
