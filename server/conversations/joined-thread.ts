import type { ConversationRow, Holding } from './conversation.ts'

/** A thread as a join sees it. */
export interface JoiningThread extends ConversationRow {
  lastMessagePreview: string
  lastMessageDirection: 'in' | 'out'
  quiet: boolean
  createdAt: Date
}

/** What changes on the thread that stays. Positions are those of its messages, so they are not said here. */
export type JoinedThread = Omit<JoiningThread, 'id' | 'contactId' | 'senderId' | 'lastPosition'>

/** Two threads of one number that become one: `fromId` is no more afterwards. */
export interface Join {
  fromId: string
  intoId: string
  after: JoinedThread
}

/** What becomes of the threads of a contact that is merged. */
export interface Moving {
  /** Threads with a number that the contact who stays has none with: they change hands whole. */
  wholeIds: string[]
  joins: Join[]
}

/**
 * What two threads of one person with one number come to. The window is the larger one, and answers go where the person wrote
 * from last. The epoch rises above both, so that nothing is sent that was thought up for half of the thread.
 */
export function joinedThread(kept: JoiningThread, other: JoiningThread): JoinedThread {
  const [, heard] = [kept, other].sort((a, b) => timeOf(a.lastInboundAt) - timeOf(b.lastInboundAt))
  const shown = other.lastMessageAt > kept.lastMessageAt ? other : kept
  const { lastInboundAt, lastInboundSid, contactAddress } =
    timeOf(kept.lastInboundAt) === timeOf(other.lastInboundAt) ? kept : heard!
  const { lastMessageAt, lastMessagePreview, lastMessageDirection } =
    kept.quiet && !other.quiet ? other : shown
  return {
    contactAddress,
    connectorId: shown.connectorId,
    lastInboundAt,
    lastInboundSid,
    lastMessageAt,
    lastMessagePreview,
    lastMessageDirection,
    unreadCount: kept.unreadCount + other.unreadCount,
    assignedTo: kept.assignedTo ?? other.assignedTo,
    quiet: kept.quiet && other.quiet,
    createdAt: other.createdAt < kept.createdAt ? other.createdAt : kept.createdAt,
    ...joinedHolding(kept, other),
  }
}

const timeOf = (at: Date | null): number => at?.getTime() ?? 0

/** A person who holds one of them holds both; else a person who is waited for is waited for in both. */
function joinedHolding(kept: Holding, other: Holding): Holding {
  const epoch = Math.max(kept.epoch, other.epoch) + 1
  const held = [kept, other].find(({ holder }) => holder === 'member')
  if (held)
    return { holder: 'member', holderId: held.holderId, epoch, waitingReason: null, waitingSince: null }
  const waiting = [kept, other]
    .filter(({ waitingSince }) => waitingSince !== null)
    .sort((a, b) => timeOf(a.waitingSince) - timeOf(b.waitingSince))
  const handedOver = [kept, other].find(({ holder }) => holder === 'nobody')
  const first = waiting.find(({ holder }) => holder === handedOver?.holder) ?? waiting[0]
  return {
    holder: handedOver ? 'nobody' : 'agent',
    holderId: null,
    epoch,
    waitingReason: first?.waitingReason ?? null,
    waitingSince: waiting[0]?.waitingSince ?? null,
  }
}
