import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'

export interface SavedFilterRow {
  id: string
  name: string
  filter: ContactFilter
  createdAt: Date
}

/** By name. */
export async function listSaved(tx: Tx): Promise<SavedFilterRow[]> {
  return (await tx.db
    .selectFrom('savedFilter')
    .select(['id', 'name', 'filter', 'createdAt'])
    .where('organizationId', '=', tx.organizationId)
    .orderBy(sql`lower(name)`)
    .limit(500)
    .execute()) as SavedFilterRow[]
}

/** @returns its id */
export async function insertSaved(
  tx: Tx,
  {
    name,
    filter,
    createdBy,
    at,
  }: { name: string; filter: ContactFilter; createdBy: string | null; at: Date },
): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('savedFilter')
    .values({ organizationId: tx.organizationId, id, name, filter: json(filter), createdBy, createdAt: at })
    .execute()
  return id
}

/** @returns whether there is one of this id */
export async function changeSaved(
  tx: Tx,
  id: string,
  { name, filter }: { name?: string | undefined; filter?: ContactFilter | undefined },
): Promise<boolean> {
  const change = { ...(name ? { name } : {}), ...(filter ? { filter: json(filter) } : {}) }
  const { numUpdatedRows } = await tx.db
    .updateTable('savedFilter')
    .set({ ...change, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether there was one of this id */
export async function deleteSaved(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('savedFilter')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
