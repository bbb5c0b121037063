import type { Content, Message } from '#entities.ts'
import type { Store } from '#store.ts'
import { isUnitedStates } from './address.ts'
import { MARKETING_PER_DAY, readMessagingLimit } from './limits.ts'
import { isWindowOpen } from './service-window.ts'

/**
 * Meta: whether a message that is right in itself still meets a limit, and if not, counts it. `at` is the instant it
 * leaves Twilio's queue.
 * @returns 63049 (marketing), 63018 (people in a day, one user too often, the sender's pace) or null
 */
export function takeLimits(store: Store, message: Message, at: number): number | null {
  const { from, to } = message
  const sender = from === null ? undefined : store.sendersByAddress.get(from)
  // The sandbox has no sender of the account's own.
  if (from === null || !sender) return null
  const opens = !isWindowOpen(store, from, to, at)
  const isMarketing = marketingOf(store, message)
  if (isMarketing && !mayMarket(store, to, opens, at)) return 63049
  const fresh = opens && !store.limits.hasReached(message.accountSid, to, at)
  if (fresh && store.limits.reachedCount(message.accountSid, at) >= readMessagingLimit(sender.messagingLimit))
    return 63018
  if (!store.limits.takePair(from, to, at)) return 63018
  if (!store.limits.takePace(from, at, sender.messagesPerSecond)) return 63018
  if (opens) store.limits.noteReached(message.accountSid, to, at)
  if (isMarketing && opens) store.limits.noteMarketing(to, at)
  return null
}

/** Meta: no marketing to numbers of the United States, and only so much to anybody who is not in a talk with the business. */
function mayMarket(store: Store, user: string, opens: boolean, now: number): boolean {
  if (isUnitedStates(user)) return false
  const limit = store.phones.get(user)?.marketingPerDay ?? MARKETING_PER_DAY
  return !opens || store.limits.marketingCount(user, now) < limit
}

function marketingOf(store: Store, message: Message): boolean {
  const content: Content | undefined =
    message.contentSid === null ? undefined : store.contents.get(message.contentSid)
  return content?.approval.status === 'approved' && content.approval.category === 'MARKETING'
}
