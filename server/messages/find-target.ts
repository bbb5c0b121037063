import { sql } from 'kysely'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { findConversation, findOrCreateConversation } from '#conversations/find-conversation.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { isWhatsappAddress } from '#twilio/identity.ts'
import { readSenderFacts } from './send-store.ts'

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

const whereTo = 'Name a conversation, or write the number as + and digits with the country code'

/**
 * Where a draft goes, or why nowhere. To someone who never wrote only a template can be the first word: it opens the
 * conversation, from the sender that is named or from the first active one of the template's Twilio account.
 */
export async function aim(
  tx: Tx,
  target: Target & { template?: { templateId: string } | undefined },
  at: Date,
): Promise<ConversationRow | Refused> {
  const { conversationId, senderId, to, template } = target
  const known = await findTarget(tx, target)
  if (known) return known
  if (conversationId) return refuse('not_found')
  const address = addressOf(to)
  if (address === null) return refuse('invalid_request', { issues: [{ path: 'body.to', message: whereTo }] })
  const sender = senderId === undefined ? null : await readSenderFacts(tx, senderId)
  if (sender === undefined) return refuse('not_found')
  if (sender?.active === false) return refuse('sender_inactive')
  if (!template) return refuse('window_never_opened')
  return (await open(tx, address, senderId, template.templateId, at)) ?? refuse('not_found')
}

/** Undefined when there is no such template here, or no sender that could send it. */
async function open(
  tx: Tx,
  address: string,
  senderId: string | undefined,
  templateId: string,
  at: Date,
): Promise<ConversationRow | undefined> {
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
