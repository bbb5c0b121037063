import type { Tx } from '#platform/db.ts'
import { codeIn } from './opt-in-page.ts'
import type { ConsentEvidence } from './opt-out.ts'
import { findWording } from './opt-in-page-store.ts'
import { recordOptIn } from './record-opt-out.ts'

/**
 * A message that carries the code of an opt-in page is the opt-in of its writer, to the wording that the page showed with
 * it. Only at the number the page is for.
 * @returns whether it was one
 */
export async function joinByMessage(tx: Tx, said: Omit<ConsentEvidence, 'source'>): Promise<boolean> {
  const code = codeIn(said.wording)
  const read = code === null ? undefined : await findWording(tx, code)
  if (!read || read.senderAddress !== said.senderAddress) return false
  await recordOptIn(tx, { ...said, source: 'reply', wording: read.wording, place: read.place })
  return true
}
