import { sql } from 'kysely'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { findConversation, findOrCreateConversation } from '#conversations/find-conversation.ts'
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
  const address = addressOf(to)
  if (address === null) return undefined
  const { rows } = await sql<{ id: string }>`
    select conversation.id from conversation
    join contact_identity identity on identity.organization_id = conversation.organization_id and identity.contact_id = conversation.contact_id
    where conversation.organization_id = ${tx.organizationId} and identity.address = ${address}
      and (${senderId ?? null}::uuid is null or conversation.sender_id = ${senderId ?? null}::uuid)
    order by conversation.last_message_at desc limit 1`.execute(tx.db)
  return rows[0] ? await findConversation(tx, rows[0].id) : undefined
}

/**
 * The conversation a template opens with someone who never wrote, made when there is none: from the sender that is named, or
 * from the first active one of the template's Twilio account. Undefined when the address or the sender is none of WhatsApp's.
 */
export async function openTarget(
  tx: Tx,
  { senderId, to }: Target,
  templateId: string,
  at: Date,
): Promise<ConversationRow | undefined> {
  const address = addressOf(to)
  if (address === null) return undefined
  const { rows } = await sql<{ id: string; connectorId: string }>`
    select sender.id, sender.connector_id from sender
    join template on template.organization_id = sender.organization_id and template.connector_id = sender.connector_id
    where sender.organization_id = ${tx.organizationId} and template.id = ${templateId} and sender.active
      and (${senderId ?? null}::uuid is null or sender.id = ${senderId ?? null}::uuid)
    order by sender.address limit 1`.execute(tx.db)
  const sender = rows[0]
  if (!sender) return undefined
  const { contactId } = await findOrCreateContact(tx, { address, at })
  const { conversation } = await findOrCreateConversation(tx, {
    contactId,
    contactAddress: address,
    senderId: sender.id,
    connectorId: sender.connectorId,
    at,
  })
  return conversation
}

function addressOf(to: string | undefined): string | null {
  if (!to) return null
  const address = to.startsWith('whatsapp:') ? to : `whatsapp:${to}`
  return isWhatsappAddress(address) ? address : null
}
