import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Kind, Language } from './kinds.ts'

export interface OutgoingWebhookRow {
  id: string
  name: string
  urlSealed: Buffer
  addressHint: string
  secretSealed: Buffer
  kinds: Kind[]
  language: Language
  enabled: boolean
  failingSince: Date | null
  gaveUpAt: Date | null
  createdAt: Date
}
type Values = Pick<
  OutgoingWebhookRow,
  'name' | 'urlSealed' | 'addressHint' | 'secretSealed' | 'kinds' | 'language'
>

export async function insertOutgoingWebhook(tx: Tx, id: string, values: Values): Promise<void> {
  await tx.db
    .insertInto('outgoingWebhook')
    .values({ organizationId: tx.organizationId, id, ...values })
    .execute()
}

export async function listOutgoingWebhooks(tx: Tx): Promise<OutgoingWebhookRow[]> {
  const rows = await tx.db
    .selectFrom('outgoingWebhook')
    .selectAll()
    .where('organizationId', '=', tx.organizationId)
    .orderBy('id')
    .execute()
  return rows as ((typeof rows)[number] & { kinds: Kind[]; language: Language })[]
}

/** Those that are told, and of what. */
export async function listWebhooksThatAreOn(tx: Tx): Promise<{ id: string; kinds: Kind[] }[]> {
  const rows = await tx.db
    .selectFrom('outgoingWebhook')
    .select(['id', 'kinds'])
    .where('organizationId', '=', tx.organizationId)
    .where('enabled', '=', true)
    .orderBy('id')
    .execute()
  return rows as ((typeof rows)[number] & { kinds: Kind[] })[]
}

export async function findOutgoingWebhook(tx: Tx, id: string): Promise<OutgoingWebhookRow | undefined> {
  return (await listOutgoingWebhooks(tx)).find((row) => row.id === id)
}

/** Switching on forgets what failed until then. */
export async function changeOutgoingWebhook(
  tx: Tx,
  id: string,
  changes: Partial<Values & { enabled: boolean }>,
): Promise<void> {
  const fresh = changes.enabled === true || changes.urlSealed ? { failingSince: null, gaveUpAt: null } : {}
  if (Object.keys(changes).length === 0) return
  await tx.db
    .updateTable('outgoingWebhook')
    .set({ ...changes, ...fresh })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export async function deleteOutgoingWebhook(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('outgoingWebhook')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Something arrived, or did not. Answers since when it fails. */
export async function noteArrival(tx: Tx, id: string, arrived: boolean): Promise<Date | null> {
  const row = await tx.db
    .updateTable('outgoingWebhook')
    .set({ failingSince: arrived ? null : sql<Date>`coalesce(failing_since, now())` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .returning('failingSince')
    .executeTakeFirst()
  return row?.failingSince ?? null
}

/** Switches it off because it failed for long. Answers its name, or undefined when it was off before. */
export async function giveUpOutgoingWebhook(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.db
    .updateTable('outgoingWebhook')
    .set({ enabled: false, gaveUpAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('enabled', '=', true)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}
