import { ownersOf } from '#contacts/find-owner.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import type { ConversationRow } from './conversation.ts'

/** Who is asked first when a conversation wants somebody; the first who may still answer is told alone. */
export function firstResponsible(
  conversation: { holderId: string | null; assignedTo: string | null },
  ownerId: string | null,
  mayAnswer: readonly string[],
): string | undefined {
  const inOrder = [ownerId, conversation.holderId, conversation.assignedTo]
  return inOrder.find((memberId): memberId is string => memberId !== null && mayAnswer.includes(memberId))
}

/**
 * Tells of each of these conversations which members to tell: the contact's owner, else the member who holds it, else the one
 * it is assigned to. With none of them: everybody who may answer when a person is needed, or nobody when this is only for information.
 */
export async function membersToTell(
  tx: Tx,
  conversations: readonly ConversationRow[],
): Promise<(conversation: ConversationRow, otherwise: 'everybody' | 'nobody') => string[]> {
  const owners = await ownersOf(
    tx,
    conversations.map(({ contactId }) => contactId),
  )
  const mayAnswer = await membersWhoAnswer(tx)
  return (conversation, otherwise) => {
    const first = firstResponsible(conversation, owners.get(conversation.contactId) ?? null, mayAnswer)
    if (first !== undefined) return [first]
    return otherwise === 'everybody' ? mayAnswer : []
  }
}
