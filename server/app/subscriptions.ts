import type { Subscriptions } from '#platform/db.ts'
import { movedQueue, optOutQueue, replacedQueue } from '#campaigns/jobs.ts'
import { releaseQueue } from '#conversations/jobs.ts'
import { blockedQueue, replaceQueue, rerunQueue } from '#messages/jobs.ts'
import { considerQueue } from '#replies/jobs.ts'

/** Who hears which news. A line here is a job row written in the transaction of the fact. */
export const subscriptions: Subscriptions = {
  'messages.received': [considerQueue],
  'message.window_missed': [replaceQueue],
  'message.blocked': [blockedQueue],
  'senders.activated': [rerunQueue],
  'message.replaced': [replacedQueue],
  'messages.moved': [movedQueue],
  'contact.opted_out': [optOutQueue],
  'contact.merged': [],
  'members.changed': [releaseQueue],
  'template.moved': [],
}
