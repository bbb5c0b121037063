import type { Tx } from '#platform/db.ts'
import { type Answer, mayBeYes, saysYes } from './opt-in-question.ts'
import { findOpenQuestion, markAnswered } from './opt-in-question-store.ts'
import type { ConsentEvidence } from './opt-out.ts'
import { recordOptIn } from './record-opt-out.ts'

/**
 * A yes to the question that a contact was asked because their number was left on a page is their opt-in, to the wording that
 * stood there, at the number that asked.
 * @returns whether it was one
 */
export async function joinByReply(
  tx: Tx,
  said: Omit<ConsentEvidence, 'source' | 'senderAddress'> & { senderAddress: string },
  answer: Answer,
): Promise<boolean> {
  if (!mayBeYes(answer)) return false
  const { contactId, senderAddress, at } = said
  const question = await findOpenQuestion(tx, contactId, senderAddress, at)
  if (!question || !saysYes(answer, question.yesTitle)) return false
  await markAnswered(tx, question.contactAddress, at)
  const { wording, place } = question
  await recordOptIn(tx, { ...said, source: 'reply', wording, place })
  return true
}
