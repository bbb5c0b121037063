import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { cleanTags } from './contact.ts'

/** Contacts looked at in one transaction. */
const chunk = 5000

export interface TagChange {
  /** A condition on `contact`. */
  where: RawBuilder<boolean>
  /** Only these among them; null for all. */
  contactIds: readonly string[] | null
  add: readonly string[]
  remove: readonly string[]
}

/**
 * Puts tags on contacts and takes others off, in the order of their ids, in one transaction after the other: stopped in the midst it may
 * be asked for again.
 * @returns how many were changed
 */
export async function tagContacts(
  database: Database,
  organizationId: string,
  change: TagChange,
): Promise<number> {
  let [after, changed]: [string | null, number] = [null, 0]
  do {
    const round: Round = await database.withOrganization(organizationId, (tx) => tagNext(tx, change, after))
    after = round.last
    changed += round.changed
  } while (after !== null)
  return changed
}

interface Round {
  /** The last one looked at; null when there are no more. */
  last: string | null
  changed: number
}

async function tagNext(tx: Tx, change: TagChange, after: string | null): Promise<Round> {
  const { organizationId } = tx
  const add = cleanTags(change.add)
  const [added, removed] = [add, change.remove].map((tags) => tags.map((tag) => tag.trim().toLowerCase()))
  const had = sql`(select coalesce(array_agg(lower(tag)), '{}') from unnest(contact.tags) tag)`
  const { rows } = await sql<{ last: string | null; seen: number; changed: number }>`
    with looked as materialized (
      select contact.id from contact
      where contact.organization_id = ${organizationId} and (${after}::uuid is null or contact.id > ${after}::uuid)
        and (${change.contactIds}::uuid[] is null or contact.id = any(${change.contactIds}::uuid[])) and ${change.where}
      order by contact.id limit ${chunk}
    ), changed as (
      update contact set updated_at = now(), tags = array(
        select distinct on (lower(tag)) tag from (
          select tag, 0 as at from unnest(contact.tags) tag union all select tag, 1 from unnest(${add}::text[]) tag) every
        where lower(tag) <> all(${removed}::text[]) order by lower(tag), at)
      from looked where contact.organization_id = ${organizationId} and contact.id = looked.id
        and (not ${had} @> ${added}::text[] or ${had} && ${removed}::text[])
      returning contact.id
    )
    select max(id::text)::uuid as last, count(*)::int as seen, (select count(*)::int from changed) as changed from looked`.execute(
    tx.db,
  )
  const { last, seen, changed } = rows[0]!
  if (changed > 0) publish(tx, { topic: 'contact', subjectId: last! })
  return { last: seen < chunk ? null : last, changed }
}
