import { sql } from 'kysely'
import { recordOptOut } from '#contacts/record-opt-out.ts'
import type { Tx } from '#platform/db.ts'

/** Twilio: 21610 the person said STOP to this number; 63033 WhatsApp says that they want nothing of it. */
const optOutCodes: ReadonlySet<number> = new Set([21610, 63033])

/** Messages that Twilio refused because the person opted out there: it holds here, too. */
export async function heedOptOutCodes(
  tx: Tx,
  refused: readonly { messageId: string; code: number | null }[],
): Promise<void> {
  const told = refused.filter(({ code }) => code !== null && optOutCodes.has(code))
  if (told.length === 0) return
  const { rows } = await sql<{ id: string; contactId: string; senderAddress: string }>`
    select message.id, message.contact_id, sender.address as sender_address from message
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    where message.organization_id = ${tx.organizationId} and message.id = any(${told.map(({ messageId }) => messageId)}::uuid[])
    order by message.contact_id`.execute(tx.db)
  for (const { id, contactId, senderAddress } of rows) {
    const code = told.find(({ messageId }) => messageId === id)?.code
    const evidence = { source: 'twilio' as const, wording: `Twilio ${code}`, messageId: id, at: new Date() }
    await recordOptOut(tx, { contactId, senderAddress, ...evidence })
  }
}
