import type { Tx } from '#platform/db.ts'
import { findOwnerIds } from './store.ts'

/** The members responsible for the relationships with these contacts, by contact. They may have left the organization since. */
export async function ownersOf(tx: Tx, contactIds: readonly string[]): Promise<Map<string, string>> {
  return new Map((await findOwnerIds(tx, contactIds)).map(({ id, ownerId }) => [id, ownerId]))
}
