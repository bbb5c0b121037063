/** What an inbound message brings to its thread. */
export interface InboundEntry {
  /** Twilio's, for the typing indicator. */
  sid: string
  /** Where the contact wrote from: an answer goes there. */
  contactAddress: string
  preview: string
  /** Business time of the message. */
  at: Date
  /** Found later than its neighbours: it does not move the thread up or back in the inbox. */
  late: boolean
}

/** The part of a thread that inbound messages change. */
export interface ThreadState {
  lastPosition: number
  unreadCount: number
  lastMessageAt: Date
  lastInboundAt: Date | null
  lastInboundSid: string | null
  contactAddress: string
}

/** The thread after its messages; `preview` is what the inbox shows now, or null when that stays as it is. */
export type ThreadAfter = ThreadState & { preview: string | null }

/**
 * What a thread becomes when messages of its contact are added in this order. A late one shows in the inbox only when the thread has nothing
 * younger; window and address follow the youngest message.
 */
export function foldInbound(before: ThreadState, entries: readonly InboundEntry[]): ThreadAfter {
  const { lastPosition, unreadCount, lastMessageAt, lastInboundAt, lastInboundSid, contactAddress } = before
  const after: ThreadAfter = {
    lastPosition,
    unreadCount,
    lastMessageAt,
    lastInboundAt,
    lastInboundSid,
    contactAddress,
    preview: null,
  }
  for (const { sid, contactAddress: address, preview, at, late } of entries) {
    after.lastPosition += 1
    after.unreadCount += 1
    if (!late || after.lastMessageAt <= at) {
      after.preview = preview
      if (after.lastMessageAt < at) after.lastMessageAt = at
    }
    if (after.lastInboundAt === null || after.lastInboundAt <= at) {
      after.lastInboundAt = at
      after.lastInboundSid = sid
      after.contactAddress = address
    }
  }
  return after
}
