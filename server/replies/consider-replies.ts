import { notifyAll } from '#activities/notify.ts'
import { findTwinsOf } from '#agents/find-twin.ts'
import { holdOffMerges } from '#contacts/hold-off-merges.ts'
import { whichLookSuppressed } from '#contacts/suppression.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { findConversations } from '#conversations/find-conversation.ts'
import { handOverAll } from '#conversations/hand-over.ts'
import { membersToTell } from '#conversations/members-to-tell.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { findReached, twinDebounceMs } from './reply-store.ts'
import { decideResponder, type Responder } from './responder.ts'
import { openTurns } from './turn-store.ts'

/** The message under which a phone shows "typing…". */
export interface TypingPlace {
  connectorId: string
  inboundSid: string
}

/** A conversation in which a contact wrote, and who answers. */
interface Considered {
  conversation: ConversationRow
  /** How many messages are considered together, and where the last of them stands. */
  messages: number
  position: number
  responder: Responder
  debounceMs: number
}

/**
 * Contacts have written: decides who answers in each conversation, and sees to it that they know. Of several messages in a conversation
 * the last decides. It may run twice for one message, and later than for the next; then it changes nothing but a notification's count.
 * @returns where "typing…" may be shown: an agent is about to answer by itself
 */
export async function considerReplies(
  tx: Tx,
  messageIds: readonly string[],
  clock: Clock,
): Promise<TypingPlace[]> {
  const at = clock.now()
  await holdOffMerges(tx)
  const considered = await consider(tx, messageIds, at)
  await handOverAll(
    tx,
    considered.flatMap(({ conversation, responder, messages }) => {
      if (responder.kind !== 'nobody') return []
      const { id: conversationId, epoch } = conversation
      return [{ conversationId, reason: responder.reason, epoch, messages, seen: conversation, at }]
    }),
  )
  await tellOfReplies(
    tx,
    considered.filter(({ responder }) => responder.kind !== 'nobody'),
  )
  const answered = considered.flatMap(({ responder, ...one }) =>
    responder.kind === 'agent' ? [{ ...one, responder }] : [],
  )
  await openTurns(
    tx,
    answered.map(({ conversation: { id, epoch }, position, responder: { agentId }, debounceMs }) => ({
      conversationId: id,
      agentId,
      epoch,
      answersPosition: position,
      debounceMs,
    })),
  )
  return answered.flatMap(({ responder: { mode }, conversation: { connectorId, lastInboundSid } }) =>
    mode === 'auto' && lastInboundSid ? [{ connectorId, inboundSid: lastInboundSid }] : [],
  )
}

async function consider(tx: Tx, messageIds: readonly string[], at: Date): Promise<Considered[]> {
  const reached = await findReached(tx, messageIds)
  const conversations = await findConversations(tx, [...reached.keys()])
  const twins = await findTwinsOf(
    tx,
    conversations.map(({ contactId }) => contactId),
  )
  const present = conversations.flatMap((conversation) => {
    const facts = reached.get(conversation.id)
    return facts ? [{ conversation, ...facts }] : []
  })
  const suppressed = await whichLookSuppressed(
    tx,
    present.map(({ conversation: { contactAddress }, senderAddress }) => ({ senderAddress, contactAddress })),
  )
  return present.map(({ conversation, messages, position, writtenAt, agent }, place) => {
    const twin = twins.get(conversation.contactId) ?? null
    const ageSeconds = (at.getTime() - writtenAt.getTime()) / 1000
    const { holder } = conversation
    const responder = decideResponder({ holder, twin, agent, optedOut: suppressed[place]!, ageSeconds })
    const byAgent = responder.kind === 'agent' && responder.agentId === agent?.id
    return {
      conversation,
      messages,
      position,
      responder,
      debounceMs: byAgent ? agent.debounceMs : twinDebounceMs,
    }
  })
}

/** The relationship owner hears of every reply; where a person must answer, so does whoever can. */
async function tellOfReplies(tx: Tx, considered: readonly Considered[]): Promise<void> {
  const whom = await membersToTell(
    tx,
    considered.map(({ conversation }) => conversation),
  )
  await notifyAll(
    tx,
    considered.map(({ conversation, responder, messages }) => ({
      memberIds: whom(conversation, responder.kind === 'person' ? 'everybody' : 'nobody'),
      kind: 'reply' as const,
      count: messages,
      contactId: conversation.contactId,
      conversationId: conversation.id,
    })),
  )
}
