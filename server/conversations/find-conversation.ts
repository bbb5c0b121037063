import type { Tx } from '#platform/db.ts'
import type { ConversationRow } from './conversation.ts'
import { currentConversation } from './current-conversation.ts'
import { findById, findByIds, findByPair, insertConversation, type Opening, save } from './store.ts'

// Whoever asks for one thread by the id of one that was joined with another gets what it became.
const find = async (tx: Tx, conversationId: string, lock?: 'share' | 'update') =>
  (await findById(tx, conversationId, lock)) ??
  (await findById(tx, await currentConversation(tx, conversationId), lock))

/** The conversation as it is now, or undefined. */
export async function findConversation(tx: Tx, conversationId: string): Promise<ConversationRow | undefined> {
  return await find(tx, conversationId)
}

/** Those of these conversations that are there, as they are now. */
export async function findConversations(
  tx: Tx,
  conversationIds: readonly string[],
): Promise<ConversationRow[]> {
  return await findByIds(tx, conversationIds)
}

/** The conversation, with nobody else changing it until this transaction ends. For those who will write it. */
export async function lockConversation(tx: Tx, conversationId: string): Promise<ConversationRow | undefined> {
  return await find(tx, conversationId, 'update')
}

/**
 * The conversation, whose holder and epoch cannot move until this transaction ends. For those who only rely on it, such as
 * a send; many may do so at once.
 */
export async function relyOnConversation(
  tx: Tx,
  conversationId: string,
): Promise<ConversationRow | undefined> {
  return await find(tx, conversationId, 'share')
}

/** The one thread of a contact with a sender; made when there is none, also when many first messages arrive at once. */
export async function findOrCreateConversation(
  tx: Tx,
  opening: Opening,
): Promise<{ conversation: ConversationRow; created: boolean }> {
  const existing = await findByPair(tx, opening.senderId, opening.contactId)
  const created = existing === undefined && (await insertConversation(tx, opening))
  // After a conflict the winner's row is committed, so it is seen here.
  const conversation = existing ?? (await findByPair(tx, opening.senderId, opening.contactId))
  if (!conversation) throw new Error('A conversation was neither found nor made')
  if (conversation.connectorId === opening.connectorId) return { conversation, created }
  // The sender moved to another connector: the thread goes with it.
  await save(tx, conversation.id, { connectorId: opening.connectorId })
  return { conversation: { ...conversation, connectorId: opening.connectorId }, created }
}
