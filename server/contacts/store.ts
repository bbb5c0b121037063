import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { kindOf } from './contact-address.ts'
import type { ContactRow } from './contact.ts'

/** Keeps others from making contacts for these addresses until this transaction ends. Always in the same order. */
export async function holdAddresses(tx: Tx, addresses: readonly string[]): Promise<void> {
  await sql`
    with keys as materialized (
      select distinct hashtextextended('contact ' || ${tx.organizationId}::text || ' ' || address, 0) as key
      from unnest(${[...addresses]}::text[]) as wanted (address) order by key
    )
    select pg_advisory_xact_lock(key) from keys`.execute(tx.db)
}

export async function listIdentities(tx: Tx, addresses: readonly string[]) {
  return await tx.db
    .selectFrom('contactIdentity as identity')
    .innerJoin('contact', (join) =>
      join
        .onRef('contact.organizationId', '=', 'identity.organizationId')
        .onRef('contact.id', '=', 'identity.contactId'),
    )
    .select(['identity.address', 'identity.contactId', 'contact.profileName'])
    .where('identity.organizationId', '=', tx.organizationId)
    .where(sql<boolean>`identity.address = any(${[...addresses]}::text[])`)
    .execute()
}

export async function listAddresses(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('contactIdentity')
    .select('address')
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', contactId)
    .orderBy('address')
    .execute()
  return rows.map((row) => row.address)
}

/** Every number the organization has, also those that rest. */
export async function listSenderAddresses(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('sender')
    .select('address')
    .distinct()
    .where('organizationId', '=', tx.organizationId)
    .orderBy('address')
    .execute()
  return rows.map((row) => row.address)
}

export async function insertContacts(
  tx: Tx,
  contacts: readonly {
    id: string
    profileName: string
    language: string | null
    country: string
    timeZone: string | null
    createdAt: Date
  }[],
): Promise<void> {
  await sql`
    insert into contact (organization_id, id, profile_name, language, country, time_zone, created_at, updated_at)
    select ${tx.organizationId}, id, "profileName", language, country, "timeZone", "createdAt", "createdAt"
    from json_to_recordset(${json(contacts)}::json)
      as c (id uuid, "profileName" text, language text, country text, "timeZone" text, "createdAt" timestamptz)`.execute(
    tx.db,
  )
}

export async function insertIdentities(
  tx: Tx,
  identities: readonly { contactId: string; address: string; at: Date }[],
): Promise<void> {
  const rows = identities.map((identity) => {
    const kind = kindOf(identity.address)
    if (!kind)
      throw new Error(
        'A contact is reached at whatsapp:+<digits> or whatsapp:<CC>.<id>; this address is neither',
      )
    return { ...identity, kind }
  })
  await sql`
    insert into contact_identity (organization_id, address, contact_id, kind, created_at)
    select ${tx.organizationId}, address, "contactId", kind, at
    from json_to_recordset(${json(rows)}::json) as i (address text, "contactId" uuid, kind text, at timestamptz)`.execute(
    tx.db,
  )
}

export async function setProfileNames(
  tx: Tx,
  contacts: readonly { id: string; profileName: string }[],
): Promise<void> {
  await sql`
    update contact set profile_name = named."profileName", updated_at = now()
    from json_to_recordset(${json(contacts)}::json) as named (id uuid, "profileName" text)
    where contact.organization_id = ${tx.organizationId} and contact.id = named.id`.execute(tx.db)
}

/** The contact, locked against other changes until this transaction ends. */
export async function lockContact(tx: Tx, contactId: string): Promise<ContactRow | undefined> {
  return (await tx.db
    .selectFrom('contact')
    .select([
      'id',
      'name',
      'profileName',
      'language',
      'country',
      'timeZone',
      'tags',
      'fields',
      'ownerId',
      'createdAt',
    ])
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .forUpdate()
    .executeTakeFirst()) as ContactRow | undefined
}

export async function saveContact(
  tx: Tx,
  contactId: string,
  change: Omit<ContactRow, 'id' | 'profileName' | 'country' | 'createdAt'>,
): Promise<void> {
  await tx.db
    .updateTable('contact')
    .set({ ...change, fields: json(change.fields), updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .execute()
}

/** Those of the contacts that have an owner, with them. */
export async function findOwnerIds(
  tx: Tx,
  contactIds: readonly string[],
): Promise<{ id: string; ownerId: string }[]> {
  const { rows } = await sql<{ id: string; ownerId: string }>`
    select id, owner_id from contact
    where organization_id = ${tx.organizationId} and id = any(${[...contactIds]}::uuid[]) and owner_id is not null`.execute(
    tx.db,
  )
  return rows
}

export async function findLanguage(tx: Tx, contactId: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('contact')
    .select('language')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row?.language ?? null
}
