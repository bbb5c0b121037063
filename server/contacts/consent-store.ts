import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

export interface ConsentRow {
  id: string
  kind: 'opt_in' | 'opt_out'
  source: 'word' | 'twilio' | 'member' | 'import' | 'api' | 'page' | 'reply'
  wording: string
  place: string
  senderAddress: string | null
  at: Date
}

/** Every piece of evidence of a contact, newest first. */
export async function listConsents(tx: Tx, contactId: string): Promise<ConsentRow[]> {
  return await tx.db
    .selectFrom('consent')
    .select(['id', 'kind', 'source', 'wording', 'place', 'senderAddress', 'at'])
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', contactId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** The address of a sender, or those of all. */
export async function listSenderAddresses(tx: Tx, senderId: string | null): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct address from sender where organization_id = ${tx.organizationId} and (${senderId}::uuid is null or id = ${senderId}::uuid)
    order by address`.execute(tx.db)
  return rows.map(({ address }) => address)
}

export async function isContact(tx: Tx, contactId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('contact')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row !== undefined
}
