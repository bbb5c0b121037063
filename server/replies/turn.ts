/**
 * An agent's one attempt to answer what the contact last wrote.
 *
 *   waiting      the contact may write more; a further message moves the due time
 *   thinking     a worker has it, until its lease ends; a crash gives it to the next worker
 *   answered     a message was written to the outbox
 *   drafted      a message waits for a person's approval
 *   handed_over  a person was asked for, and the contact told so
 *   dropped      someone else holds the conversation now, or there is nothing to say
 *   failed       the gate refused the answer
 *
 * One turn is open in a conversation at a time, so several quick messages get one answer. It is written under the
 * conversation's epoch: once that has moved, its answer is not sent.
 */
export interface Turn {
  id: string
  conversationId: string
  agentId: string
  epoch: number
  /** The last inbound message it answers. */
  answersPosition: number
  tries: number
}

export type TurnEnd = 'answered' | 'drafted' | 'handed_over' | 'dropped' | 'failed'

/** However many messages follow each other, an answer does not wait longer than this. */
export const longestWaitMs = 10_000
/** A brain has a minute; the lease leaves it room. */
export const thinkingLimitMs = 60_000
export const leaseSeconds = 90
/** After so many crashes or interruptions a person is asked. */
export const triesLimit = 3

/** Shows "typing…" on the phone. Its failure is nobody's concern. */
export type ShowTyping = (organizationId: string, connectorId: string, inboundSid: string) => Promise<unknown>
