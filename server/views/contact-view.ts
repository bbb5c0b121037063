import type { Contact } from '@parley/contract/contacts.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { countryOf, type IdentityKind, nowhere } from '#contacts/contact-address.ts'
import { type ContactRow, displayName, mainAddress } from '#contacts/contact.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { refuse } from '#platform/refusal.ts'
import type { Wire } from '#platform/wire.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'
import { formerMember } from './names.ts'
import { contactsLike } from './search-text.ts'

type ContactView = Wire<z.input<typeof Contact>>

async function selectContacts(tx: Tx, where: RawBuilder<unknown>, limit: number) {
  const { rows } = await sql<ContactRow & { place: string }>`
    select c.id, c.created_at::text as place, c.name, c.profile_name, c.language, c.country, c.time_zone, c.tags, c.fields, c.owner_id, c.created_at from contact c
    where c.organization_id = ${tx.organizationId} and (${where})
    order by c.created_at desc, c.id desc limit ${limit}`.execute(tx.db)
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

/** One contact as the API shows it. */
export async function showContact(tx: Tx, contactId: string) {
  const [contact] = await shape(tx, await selectContacts(tx, sql`c.id = ${contactId}`, 1))
  return contact ?? refuse('not_found')
}

/** Contacts, the newest first; `search` looks at names and addresses. */
export async function listContacts(
  tx: Tx,
  query: { search?: string | undefined; after: Place | null; limit: number },
) {
  const search = query.search?.trim()
  const conditions = [sql`true`]
  if (search) conditions.push(sql`c.id in (${contactsLike(tx.organizationId, search)})`)
  conditions.push(afterPlace(query.after, 'c.created_at', 'c.id'))
  const { rows, nextCursor } = pageOf(
    await selectContacts(tx, sql.join(conditions, sql` and `), query.limit + 1),
    query.limit,
  )
  return { items: await shape(tx, rows), nextCursor }
}
