import type { DeliveryStatus } from '@parley/contract/delivery-status.ts'

/**
 * The life of an outbound message.
 *
 *   draft        an agent wrote it; a person approves or rejects it
 *   scheduled    it waits for its hour; then the gate decides anew
 *   queued       the gate let it pass; it waits for its lane
 *   claimed      a worker has it; nothing was written to the wire. When the lease ends the next one takes it
 *   dispatching  the marker is committed: from now on it may reach Twilio. When the lease ends it is unknown, never queued
 *   accepted     Twilio has it
 *   sent, delivered, read   as Twilio reports; the highest counts
 *   held         something must change first, or a person must decide; the reason says what
 *   failed, undelivered     Twilio or WhatsApp refused it; the code says why
 *   unknown      we asked and did not hear. A callback, a hit in Twilio's list, or a person settles it
 *   canceled     a person dropped it, or nobody wants it any more
 *
 * A message has one or more attempts, at most one of them alive. An attempt is what Twilio's callbacks name.
 */

/** Who wrote it. An agent's message depends on the agent still holding the conversation. */
export type Author =
  | { kind: 'member'; memberId: string; name: string }
  | { kind: 'key'; name: string }
  | { kind: 'agent'; agentId: string; draft: boolean }
  /** Parley itself: the one confirmation of an opt-out. */
  | { kind: 'system' }
  /** An opt-in page on which the contact's number was left: the question whether they agree. */
  | { kind: 'page' }
  /** A campaign, in the voice of an agent; its permit can be withdrawn. */
  | { kind: 'campaign'; agentId: string | null; permit: { id: string; epoch: number } | null }

/** People wait for their own messages; an agent's answer can wait a moment; a campaign waits for both. */
export const priorities = { member: 10, key: 10, system: 10, agent: 20, page: 20, campaign: 30 } as const

/** The queue of one sender: its pace is the sender's. */
export const laneOf = (senderId: string): string => `sender:${senderId}`

/** The queue of a connector's Messaging Service: its pace is that of the pool. */
export const laneOfService = (connectorId: string): string => `service:${connectorId}`

/** What a person may send again: it did not reach the contact, or nobody knows. */
export const resendable: readonly DeliveryStatus[] = ['failed', 'undelivered', 'held', 'unknown']
/** What a person may give up on. */
export const droppable: readonly DeliveryStatus[] = [
  'scheduled',
  'queued',
  'held',
  'unknown',
  'failed',
  'undelivered',
  'draft',
]

/** Meta: a business writes to one person every six seconds. What a campaign sends waits for that; an answer need not. */
export const pairSeconds = 6
/** A process that does not come back leaves its lanes to others after this long. */
export const laneLeaseSeconds = 4
/** A worker that does not come back is noticed after this long. */
export const claimLeaseSeconds = 30
export const dispatchLeaseSeconds = 60
/** After the marker is committed the request must begin within this time, or it is not made. */
export const postDeadlineMs = 5000
/** How long an unknown attempt may still surface by itself before a person is asked. */
export const quietSeconds = 15 * 60
