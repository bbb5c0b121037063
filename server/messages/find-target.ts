import { sql } from 'kysely'
import type { ConversationRow } from '#conversations/conversation.ts'
import { findConversation } from '#conversations/find-conversation.ts'
import type { Tx } from '#platform/db.ts'
import { isWhatsappAddress } from '#twilio/identity.ts'

/** Where a message is to go: a conversation, or a number of ours and an address of theirs that have one. */
export interface Target {
  conversationId?: string | undefined
  senderId?: string | undefined
  to?: string | undefined
}

export async function findTarget(
  tx: Tx,
  { conversationId, senderId, to }: Target,
): Promise<ConversationRow | undefined> {
  if (conversationId) return await findConversation(tx, conversationId)
  if (!to) return undefined
  const address = to.startsWith('whatsapp:') ? to : `whatsapp:${to}`
  if (!isWhatsappAddress(address)) return undefined
  const { rows } = await sql<{ id: string }>`
    select conversation.id from conversation
    join contact_identity identity on identity.organization_id = conversation.organization_id and identity.contact_id = conversation.contact_id
    where conversation.organization_id = ${tx.organizationId} and identity.address = ${address}
      and (${senderId ?? null}::uuid is null or conversation.sender_id = ${senderId ?? null}::uuid)
    order by conversation.last_message_at desc limit 1`.execute(tx.db)
  return rows[0] ? await findConversation(tx, rows[0].id) : undefined
}
