import { type Actor, systemActor } from '#activities/activity.ts'
import { notifyAll } from '#activities/notify.ts'
import { recordActivities } from '#activities/record-activity.ts'
import { announceAll } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { type ConversationRow, handedOver, type Holding, type WaitingReason } from './conversation.ts'
import { membersToTell } from './members-to-tell.ts'
import { findByIds, saveHoldings } from './store.ts'

export interface HandOver {
  conversationId: string
  reason: WaitingReason
  /** The epoch under which the agent worked; when it has moved on, somebody else decided, and this does nothing. */
  epoch?: number
  /** The agent that hands over; the system when there is none. */
  agentId?: string | null
  /** How many messages wait with it, for those who are told. */
  messages?: number
  /** The conversation as it was read without a lock: where nothing would change, it is only told again. */
  seen?: ConversationRow
  at: Date
}

interface HandedOver extends HandOver {
  before: ConversationRow
  /** What changes; null when only those who are waited for are told again. */
  holding: Holding | null
}

/**
 * The agent asks for a person. The conversation waits, its owner is told, and news goes out. With `no_agent`, `agent_off`
 * and `draft_waits` the agent keeps the conversation, and each further message tells again.
 * Answers the conversation, or undefined when it is gone, a person is there already, or the epoch moved.
 */
export async function handOver(tx: Tx, given: HandOver): Promise<ConversationRow | undefined> {
  const [handed] = await handOverAll(tx, [given])
  return handed && { ...handed.before, ...handed.holding }
}

/** `handOver` of many conversations, each of them once. */
export async function handOverAll(tx: Tx, given: readonly HandOver[]): Promise<readonly HandedOver[]> {
  if (given.length === 0) return []
  const decided = given.map((one) => (one.seen ? handing(one, one.seen) : undefined))
  const open = given.filter((_, at) => decided[at]?.holding !== null)
  const rowOf = await lockThem(tx, open)
  const handed = given.flatMap((one, at): HandedOver | [] => {
    const seen = decided[at]
    if (seen?.holding === null) return seen
    const before = rowOf.get(one.conversationId)
    return (before && handing(one, before)) ?? []
  })
  await begin(tx, handed)
  await tell(tx, handed)
  return handed
}

async function lockThem(tx: Tx, given: readonly HandOver[]): Promise<Map<string, ConversationRow>> {
  if (given.length === 0) return new Map()
  const ids = given.map(({ conversationId }) => conversationId)
  const rows = await findByIds(tx, ids, 'update')
  return new Map(rows.map((row) => [row.id, row]))
}

/** What handing over means for the conversation as it is; undefined when it means nothing. */
function handing(one: HandOver, before: ConversationRow): HandedOver | undefined {
  if (one.epoch !== undefined && before.epoch !== one.epoch) return undefined
  if (before.holder === 'member') return undefined
  const holding = handedOver(before, one.reason, one.at)
  return holding === null && before.holder === 'nobody' ? undefined : { ...one, before, holding }
}

async function begin(tx: Tx, handed: readonly HandedOver[]): Promise<void> {
  const changed = handed.flatMap(({ holding, ...one }) => (holding === null ? [] : [{ ...one, holding }]))
  await saveHoldings(
    tx,
    changed.map(({ before: { id }, holding }) => ({ id, ...holding })),
  )
  await recordActivities(
    tx,
    changed
      .filter(({ holding, before }) => holding.holder !== before.holder)
      .map(({ before: { id, contactId }, reason, agentId, at }) => {
        const actor: Actor = agentId ? { kind: 'agent', id: agentId } : systemActor
        return { contactId, conversationId: id, kind: 'handed_over', actor, facts: { reason }, at }
      }),
  )
  await announceAll(
    tx,
    'conversation.handed_over',
    changed
      .filter(({ reason }) => reason !== 'draft_waits')
      .map(({ before: { id, contactId }, reason }) => ({ conversationId: id, contactId, reason })),
  )
  publishAll(
    tx,
    changed.map(({ conversationId }) => ({ topic: 'conversation' as const, subjectId: conversationId })),
  )
}

async function tell(tx: Tx, handed: readonly HandedOver[]): Promise<void> {
  const whom = await membersToTell(
    tx,
    handed.map(({ before }) => before),
  )
  await notifyAll(
    tx,
    handed.map(({ before, reason, messages = 1 }) => ({
      memberIds: whom(before, 'everybody'),
      kind: reason === 'no_agent' || reason === 'agent_off' ? 'nobody_answers' : 'hand_over',
      count: messages,
      contactId: before.contactId,
      conversationId: before.id,
      facts: { reason },
    })),
  )
}
