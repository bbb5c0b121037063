import type { Way } from './delivery.ts'
import type { Kind } from './kinds.ts'
import { type Preference, unchosen, waysFor } from './preference.ts'

/** A notification that was raised for a member. */
export interface Raised {
  id: string
  memberId: string
  kind: Kind
  conversationId: string | null
  /** Its notice's place among those raised together: one notice tells several members of the same thing. */
  notice: number
}

/** Where these members, and the organization, can be told beside the app. */
export interface Reach {
  /** What members chose; who chose nothing is absent. */
  preferences: ReadonlyMap<string, Preference>
  subscriptions: readonly { id: string; memberId: string }[]
  /** Whether there is a mail server. */
  mailIsSetUp: boolean
  /** Outgoing webhooks that are on. */
  webhooks: readonly { id: string; kinds: readonly Kind[] }[]
}

/** One notification on one way to one target. */
export interface Wanted {
  way: Way
  targetId: string
  memberId: string | null
  kind: Kind
  notificationId: string
  /** What is about the same is told together. */
  subject: string
}

/**
 * What is to be sent for these notifications: mail and push as each member chose, and one delivery of each notice for each outgoing webhook,
 * however many members are told.
 */
export function wantedDeliveries(
  raised: readonly Raised[],
  { preferences, subscriptions, webhooks, mailIsSetUp }: Reach,
): Wanted[] {
  const to = (way: Way, targetId: string, memberId: string | null, { id, kind, conversationId }: Raised) => ({
    way,
    targetId,
    memberId,
    kind,
    notificationId: id,
    subject: conversationId === null ? id : `${kind}:${conversationId}`,
  })
  const places = Map.groupBy(subscriptions, ({ memberId }) => memberId)
  const noticed = new Set<number>()
  return raised.flatMap((one) => {
    const { memberId, notice, kind } = one
    const isFirst = !noticed.has(notice)
    noticed.add(notice)
    const takes = waysFor(kind, preferences.get(memberId) ?? unchosen)
    const mail = takes.mail && mailIsSetUp ? [to('mail', memberId, memberId, one)] : []
    const push = takes.push ? (places.get(memberId) ?? []).map(({ id }) => to('push', id, memberId, one)) : []
    const told = isFirst ? webhooks.filter((webhook) => webhook.kinds.includes(kind)) : []
    return [...mail, ...push, ...told.map(({ id }) => to('webhook', id, null, one))]
  })
}
