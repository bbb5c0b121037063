import type { Tx } from '#platform/db.ts'
import { findLanguage } from './store.ts'

/** The language a contact is written to in, as a two-letter code; null when nobody knows it. */
export async function contactLanguage(tx: Tx, contactId: string): Promise<string | null> {
  return (await findLanguage(tx, contactId))?.slice(0, 2).toLowerCase() ?? null
}
