import { type Kysely, sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { ContactField } from './contact-field.ts'

const select = (tx: Tx) =>
  tx.db
    .selectFrom('contactField')
    .select(['id', 'name', 'kind', 'options'])
    .where('organizationId', '=', tx.organizationId)
    .where('removedAt', 'is', null)

/** The fields in their order. */
export async function listFields(tx: Tx): Promise<ContactField[]> {
  return (await select(tx).orderBy('position').orderBy('id').execute()) as ContactField[]
}

export async function findField(tx: Tx, id: string): Promise<ContactField | undefined> {
  return (await select(tx).where('id', '=', id).forUpdate().executeTakeFirst()) as ContactField | undefined
}

/** Adds a field behind the others. @returns its id */
export async function insertField(tx: Tx, field: Omit<ContactField, 'id'>, at: Date): Promise<string> {
  const id = newId()
  await sql`
    insert into contact_field (organization_id, id, name, kind, options, position, created_at)
    select ${tx.organizationId}, ${id}, ${field.name}, ${field.kind}, ${[...field.options]}::text[], coalesce(max(position), 0) + 1, ${at}
    from contact_field where organization_id = ${tx.organizationId}`.execute(tx.db)
  return id
}

export async function saveField(
  tx: Tx,
  id: string,
  change: { name?: string; options?: string[]; removedAt?: Date },
): Promise<void> {
  await tx.db
    .updateTable('contactField')
    .set(change)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** Takes the values of removed fields from the next contacts. @returns how many had some; at none the fields are gone */
export async function sweepFields(tx: Tx, limit: number): Promise<number> {
  const { organizationId } = tx
  const { rows } = await sql<{ id: string }>`
    select id from contact_field where organization_id = ${organizationId} and removed_at is not null`.execute(
    tx.db,
  )
  const ids = rows.map(({ id }) => id)
  const { numAffectedRows } = await sql`
    update contact set fields = fields - ${ids}::text[]
    where organization_id = ${organizationId} and id in (
      select id from contact where organization_id = ${organizationId} and fields ?| ${ids}::text[]
      order by id limit ${limit} for update)`.execute(tx.db)
  const swept = Number(numAffectedRows ?? 0)
  if (swept < limit)
    await tx.db
      .deleteFrom('contactField')
      .where('organizationId', '=', organizationId)
      .where('id', 'in', ids)
      .execute()
  return swept
}

/** Where fields were removed whose values still stand on contacts. */
export async function organizationsToSweep(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('contactField')
    .select('organizationId')
    .distinct()
    .where('removedAt', 'is not', null)
    .execute()
  return rows.map((row) => row.organizationId)
}
