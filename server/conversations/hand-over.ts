import { type Actor, systemActor } from '#activities/activity.ts'
import { notify } from '#activities/notify.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { type ConversationRow, handedOver, type Holding, type WaitingReason } from './conversation.ts'
import { membersToTell } from './members-to-tell.ts'
import { findById, save } from './store.ts'

export interface HandOver {
  conversationId: string
  reason: WaitingReason
  /** The epoch under which the agent worked; when it has moved on, somebody else decided, and this does nothing. */
  epoch?: number
  /** The agent that hands over; the system when there is none. */
  agentId?: string | null
  at: Date
}

/**
 * The agent asks for a person. The conversation waits, its owner is told, and news goes out. With `no_agent`, `agent_off`
 * and `draft_waits` the agent keeps the conversation, and each further message tells again.
 * Answers the conversation, or undefined when it is gone, a person is there already, or the epoch moved.
 */
export async function handOver(tx: Tx, given: HandOver): Promise<ConversationRow | undefined> {
  const { conversationId, reason, epoch, at } = given
  const conversation = await findById(tx, conversationId, 'update')
  if (!conversation || (epoch !== undefined && conversation.epoch !== epoch)) return undefined
  if (conversation.holder === 'member') return undefined
  const holding = handedOver(conversation, reason, at)
  if (holding !== null) await begin(tx, conversation, holding, given)
  else if (conversation.holder === 'nobody') return undefined
  await tell(tx, conversation, reason)
  return { ...conversation, ...holding }
}

async function begin(
  tx: Tx,
  conversation: ConversationRow,
  holding: Holding,
  { reason, agentId, at }: HandOver,
): Promise<void> {
  const { id: conversationId, contactId } = conversation
  await save(tx, conversationId, holding)
  if (holding.holder !== conversation.holder) {
    const actor: Actor = agentId ? { kind: 'agent', id: agentId } : systemActor
    await recordActivity(tx, { contactId, conversationId, kind: 'handed_over', actor, facts: { reason }, at })
  }
  if (reason !== 'draft_waits')
    await announce(tx, 'conversation.handed_over', { conversationId, contactId, reason })
  await publish(tx, { topic: 'conversation', subjectId: conversationId })
}

async function tell(tx: Tx, conversation: ConversationRow, reason: WaitingReason): Promise<void> {
  await notify(tx, {
    memberIds: await membersToTell(tx, conversation, 'everybody'),
    kind: reason === 'no_agent' || reason === 'agent_off' ? 'nobody_answers' : 'hand_over',
    contactId: conversation.contactId,
    conversationId: conversation.id,
    facts: { reason },
  })
}
