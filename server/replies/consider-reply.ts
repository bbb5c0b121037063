import { notify } from '#activities/notify.ts'
import { looksSuppressed } from '#contacts/suppression.ts'
import { findConversation } from '#conversations/find-conversation.ts'
import { handOver } from '#conversations/hand-over.ts'
import { membersToTell } from '#conversations/members-to-tell.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { findAgentOfSender, findSenderAddress, findTwinFor, findWrittenAt } from './reply-store.ts'
import { decideResponder } from './responder.ts'
import { openTurn } from './turn-store.ts'

export interface Received {
  messageId: string
  conversationId: string
  position: number
}

/** The message under which a phone shows "typing…". */
export interface TypingPlace {
  connectorId: string
  inboundSid: string
}

/**
 * A contact has written: decides who answers, and sees to it that they know. It may run twice for one message; the second
 * time changes nothing but a notification's count.
 * @returns to whom "typing…" may be shown: an agent is about to answer by itself; null when none is
 */
export async function considerReply(tx: Tx, received: Received, clock: Clock): Promise<TypingPlace | null> {
  const conversation = await findConversation(tx, received.conversationId)
  const writtenAt = await findWrittenAt(tx, received.messageId)
  if (!conversation || !writtenAt) return null
  const at = clock.now()
  const agent = (await findAgentOfSender(tx, conversation.senderId)) ?? null
  const twin = (await findTwinFor(tx, conversation.contactId)) ?? null
  const senderAddress = await findSenderAddress(tx, conversation.senderId)
  const optedOut = await looksSuppressed(tx, senderAddress, [conversation.contactAddress])
  const { holder } = conversation
  const ageSeconds = (at.getTime() - writtenAt.getTime()) / 1000
  const responder = decideResponder({ holder, twin, agent, optedOut, ageSeconds })

  if (responder.kind === 'nobody') {
    await handOver(tx, {
      conversationId: conversation.id,
      reason: responder.reason,
      epoch: conversation.epoch,
      at,
    })
    return null
  }
  await tellOfReply(tx, conversation, responder.kind === 'person')
  const answering = [twin, agent].find((one) => responder.kind === 'agent' && one?.id === responder.agentId)
  if (responder.kind !== 'agent' || !answering) return null
  const { id: conversationId, epoch, connectorId, lastInboundSid } = conversation
  await openTurn(tx, {
    conversationId,
    agentId: answering.id,
    epoch,
    answersPosition: received.position,
    debounceMs: answering.debounceMs,
  })
  return responder.mode === 'auto' && lastInboundSid ? { connectorId, inboundSid: lastInboundSid } : null
}

/** The relationship owner hears of every reply; where a person must answer, so does whoever can. */
async function tellOfReply(tx: Tx, conversation: ConversationRow, aPersonAnswers: boolean): Promise<void> {
  await notify(tx, {
    memberIds: await membersToTell(tx, conversation, aPersonAnswers ? 'everybody' : 'nobody'),
    kind: 'reply',
    contactId: conversation.contactId,
    conversationId: conversation.id,
  })
}
