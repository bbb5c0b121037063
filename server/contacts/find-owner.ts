import type { Tx } from '#platform/db.ts'
import { findOwnerId } from './store.ts'

/** The member responsible for the relationship with a contact, or null. They may have left the organization since. */
export async function ownerOf(tx: Tx, contactId: string): Promise<string | null> {
  return await findOwnerId(tx, contactId)
}
