import { doubtTemplateLater } from '#templates/follow-approval.ts'
import type { Tx } from '#platform/db.ts'
import { findTemplateSent } from './send-store.ts'

/** Twilio: 63040 rejected, 63041 paused, 63042 disabled, 63027 unknown in its language, 63013 against a policy. */
const doubtful: ReadonlySet<number> = new Set([63013, 63027, 63040, 63041, 63042])

/** A failure that speaks of the template rather than of the message: what Meta thinks of it is asked anew. */
export async function doubtTemplate(tx: Tx, messageId: string, code: number | null): Promise<void> {
  if (code === null || !doubtful.has(code)) return
  const templateId = await findTemplateSent(tx, messageId)
  if (templateId !== null) await doubtTemplateLater(tx, templateId)
}
