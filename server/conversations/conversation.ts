import type { WaitingReason as WaitingReasons } from '@parley/contract/conversations.ts'
import type { z } from 'zod'

// Who answers
//
// A conversation is held by exactly one of three, and its epoch rises whenever that changes. Whoever wants to answer
// notes the epoch first; an answer written under an older epoch is not sent.
//
// agent   The agent of the sender's channel answers. Every conversation begins here, also while the sender has no agent.
//         A person may be waited for meanwhile: there is no agent, it is switched off, or its draft needs a reader.
// member  A member took over; the agent is silent until somebody hands back.
// nobody  The agent handed over and is silent; a person is waited for.
//
//   agent, nobody, member ── take over ──► member      nobody is waited for any more
//   agent                 ── hand over ──► nobody      a person is waited for, with a reason
//   nobody, member        ── hand back ──► agent       nobody is waited for any more
//
// Taking over what one already holds, and handing over what a person holds already, change nothing.

export type WaitingReason = z.infer<typeof WaitingReasons>
export type Holder = 'agent' | 'member' | 'nobody'

export interface ConversationRow {
  id: string
  contactId: string
  /** Where an answer goes. */
  contactAddress: string
  senderId: string
  connectorId: string
  holder: Holder
  /** The member who holds it; null for the other holders. */
  holderId: string | null
  epoch: number
  /** Why a person is needed, and since when; null when nobody is waited for. */
  waitingReason: WaitingReason | null
  waitingSince: Date | null
  assignedTo: string | null
  /** Opens the service window. */
  lastInboundAt: Date | null
  lastInboundSid: string | null
  lastMessageAt: Date
  unreadCount: number
  /** Position of the newest message of the thread; 0 before the first. */
  lastPosition: number
}

/** Who holds, under which epoch, and who is waited for: the part that changes together. */
export type Holding = Pick<
  ConversationRow,
  'holder' | 'holderId' | 'epoch' | 'waitingReason' | 'waitingSince'
>

const nobodyWaits = { waitingReason: null, waitingSince: null }

/** A member starts answering. Null: they hold it already. */
export function takenOver(now: Holding, memberId: string): Holding | null {
  if (now.holder === 'member' && now.holderId === memberId) return null
  return { holder: 'member', holderId: memberId, epoch: now.epoch + 1, ...nobodyWaits }
}

/** The agent may answer again. Null: it may already, and nobody is waited for. */
export function handedBack(now: Holding): Holding | null {
  if (now.holder === 'agent' && now.waitingReason === null) return null
  const epoch = now.holder === 'agent' ? now.epoch : now.epoch + 1
  return { holder: 'agent', holderId: null, epoch, ...nobodyWaits }
}

/** Reasons that say the agent could answer if it were there, switched on, or approved: it keeps the conversation. */
const agentStays: readonly WaitingReason[] = ['no_agent', 'agent_off', 'draft_waits']

/**
 * A person is needed. Null: one is there already, or is waited for already. Those who are waited for go on waiting from the
 * same instant when only the reason changes.
 */
export function handedOver(now: Holding, reason: WaitingReason, at: Date): Holding | null {
  if (now.holder === 'member' || (now.holder === 'nobody' && now.waitingReason !== null)) return null
  const waiting = { waitingReason: reason, waitingSince: now.waitingSince ?? at }
  if (!agentStays.includes(reason))
    return { holder: 'nobody', holderId: null, epoch: now.epoch + 1, ...waiting }
  return now.waitingReason === reason ? null : { ...now, ...waiting }
}

/** A person answered, or what was waited for came about. Null: nobody is waited for. The holder stays. */
export function answered(now: Holding): Holding | null {
  return now.waitingReason === null ? null : { ...now, ...nobodyWaits }
}

const longestPreview = 140

/** The beginning of a message on one line, for lists. */
export function previewOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= longestPreview ? line : `${characters.slice(0, longestPreview - 1).join('')}…`
}
