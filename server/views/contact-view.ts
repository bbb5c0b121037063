import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import type { Contact } from '@parley/contract/contacts.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { filterSql } from '#audiences/contact-filter.ts'
import { countryOf, type IdentityKind, nowhere } from '#contacts/contact-address.ts'
import { currentContact } from '#contacts/current-contact.ts'
import { type ContactRow, displayName, mainAddress } from '#contacts/contact.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import type { Wire } from '#platform/wire.ts'
import { afterName, afterPlace, pageOf, readCursor, readNameCursor } from './cursor.ts'
import { formerMember } from './names.ts'

type ContactView = Wire<z.input<typeof Contact>>

/** The orders of the table. Each has an index, and ends with the id, so that no two contacts stand at one place. */
const orders = {
  newest: { place: sql`contact.created_at::text`, by: sql`contact.created_at desc, contact.id desc` },
  name: { place: sql`contact.sort_name`, by: sql`contact.sort_name, contact.id` },
} as const
export type ContactOrder = keyof typeof orders

async function selectContacts(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
  order: ContactOrder = 'newest',
) {
  const { place, by } = orders[order]
  const { rows } = await sql<ContactRow & { place: string }>`
    select contact.id, ${place} as place, contact.name, contact.profile_name, contact.language, contact.country, contact.time_zone,
      contact.tags, contact.fields, contact.owner_id, contact.created_at from contact
    where contact.organization_id = ${tx.organizationId} and (${where})
    order by ${by} limit ${limit}`.execute(tx.db)
  return rows
}

/** What belongs to a page of contacts, each list by contact. */
async function loadParts(tx: Tx, contactIds: readonly string[]) {
  const ids = [...contactIds]
  const { rows: identities } = await sql<{ contactId: string; kind: IdentityKind; address: string }>`
    select contact_id, kind, address from contact_identity
    where organization_id = ${tx.organizationId} and contact_id = any(${ids}::uuid[]) order by kind, address`.execute(
    tx.db,
  )
  // Suppressions of other organizations' senders are none of our business.
  const { rows: closed } = await sql<{ contactId: string; senderAddress: string; since: Date }>`
    select identity.contact_id, suppression.sender_address, min(suppression.since) as since
    from contact_identity identity join suppression on suppression.contact_address = identity.address
    where identity.organization_id = ${tx.organizationId} and identity.contact_id = any(${ids}::uuid[])
      and exists (select from sender where sender.organization_id = ${tx.organizationId} and sender.address = suppression.sender_address)
    group by 1, 2 order by 2`.execute(tx.db)
  const { rows: conversations } = await sql<{ contactId: string; id: string }>`
    select contact_id, id from conversation
    where organization_id = ${tx.organizationId} and contact_id = any(${ids}::uuid[])
    order by last_message_at desc, id desc`.execute(tx.db)
  return {
    identities: Map.groupBy(identities, (row) => row.contactId),
    closed: Map.groupBy(closed, (row) => row.contactId),
    conversations: Map.groupBy(conversations, (row) => row.contactId),
    members: await memberNames(tx),
    fieldIds: new Set((await fieldIds(tx)).map(({ id }) => id)),
  }
}

/** Of a removed field nothing is shown, also while its values are still being taken away. */
const fieldIds = (tx: Tx) =>
  tx.db
    .selectFrom('contactField')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('removedAt', 'is', null)
    .execute()

async function shape(tx: Tx, rows: readonly ContactRow[]) {
  const parts = await loadParts(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const identities = parts.identities.get(row.id) ?? []
    const address = mainAddress(identities.map((identity) => identity.address))
    return {
      id: row.id,
      name: displayName(row, address),
      address,
      givenName: row.name,
      profileName: row.profileName,
      identities,
      country: row.country === null ? countryOf(address) : row.country === nowhere ? null : row.country,
      language: row.language,
      timeZone: row.timeZone,
      tags: row.tags,
      fields: Object.fromEntries(Object.entries(row.fields).filter(([id]) => parts.fieldIds.has(id))),
      owner: row.ownerId
        ? { memberId: row.ownerId, name: parts.members.get(row.ownerId) ?? formerMember }
        : null,
      optedOut: parts.closed.get(row.id) ?? [],
      conversationIds: (parts.conversations.get(row.id) ?? []).map((each) => each.id),
      createdAt: row.createdAt,
    } satisfies ContactView
  })
}

/** One contact as the API shows it. Whoever comes with the id of one that was merged gets what it became. */
export async function showContact(tx: Tx, contactId: string) {
  const [contact] = await contactsById(tx, [await currentContact(tx, contactId)])
  return contact ?? refuse('not_found')
}

/** Contacts as the API shows them, in no order. */
export const contactsById = async (tx: Tx, ids: readonly string[]) =>
  await shape(tx, await selectContacts(tx, sql`contact.id = any(${[...ids]}::uuid[])`, ids.length))

/** Contacts for whom a filter holds, in the order asked for. */
export async function searchContacts(
  tx: Tx,
  query: { filter: ContactFilter; sort: ContactOrder; cursor?: string | undefined; limit: number },
) {
  const after = query.sort === 'name' ? readNameCursor(query.cursor) : readCursor(query.cursor)
  if (isRefusal(after)) return after
  const beyond =
    query.sort === 'name'
      ? afterName(after, 'contact.sort_name', 'contact.id')
      : afterPlace(after, 'contact.created_at', 'contact.id')
  const where = sql`${filterSql(tx.organizationId, query.filter)} and ${beyond}`
  const { rows, nextCursor } = pageOf(
    await selectContacts(tx, where, query.limit + 1, query.sort),
    query.limit,
  )
  return { items: await shape(tx, rows), nextCursor }
}

/** Contacts counted one by one; beyond, it is told that there are more. */
const countedTo = 100_000

/** How many contacts a filter holds. */
export async function countContacts(
  tx: Tx,
  filter: ContactFilter,
): Promise<{ count: number; more: boolean }> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from contact where contact.organization_id = ${tx.organizationId} and ${filterSql(tx.organizationId, filter)}
      limit ${countedTo + 1}) counted`.execute(tx.db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, countedTo), more: count > countedTo }
}
