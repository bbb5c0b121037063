import { sql } from 'kysely'
import type { Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'
import type { ConsentRow } from './consent.ts'
import type { ConsentSettings, ConsentSource } from './opt-out.ts'

export interface KeptConsent extends ConsentRow {
  source: ConsentSource
  wording: string
  place: string
  messageId: string | null
  actorKind: Actor['kind']
  actorId: string | null
}

/** Every row of a contact's evidence, newest first. */
export async function listConsents(tx: Tx, contactId: string): Promise<KeptConsent[]> {
  return await tx.db
    .selectFrom('consent')
    .select([
      'id',
      'kind',
      'senderAddress',
      'source',
      'wording',
      'place',
      'messageId',
      'actorKind',
      'actorId',
      'at',
    ])
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', contactId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function contactExists(tx: Tx, contactId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('contact')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row !== undefined
}

/** The address of a sender of this organization. */
export async function findSenderAddress(tx: Tx, senderId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('sender')
    .select('address')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', senderId)
    .executeTakeFirst()
  return row?.address
}

export async function findSettings(tx: Tx): Promise<ConsentSettings | undefined> {
  return await tx.db
    .selectFrom('consentSettings')
    .select(['stopWords', 'startWords', 'confirms', 'confirmationText'])
    .where('organizationId', '=', tx.organizationId)
    .executeTakeFirst()
}

export async function saveSettings(tx: Tx, settings: ConsentSettings): Promise<void> {
  const row = {
    stopWords: [...settings.stopWords],
    startWords: [...settings.startWords],
    confirms: settings.confirms,
    confirmationText: settings.confirmationText,
    updatedAt: sql<Date>`now()`,
  }
  await tx.db
    .insertInto('consentSettings')
    .values({ organizationId: tx.organizationId, ...row })
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row))
    .execute()
}
