import type {
  ActivityKind as ActivityKinds,
  NotificationKind as NotificationKinds,
} from '@parley/contract/contacts.ts'
import type { z } from 'zod'

export type ActivityKind = z.infer<typeof ActivityKinds>
export type NotificationKind = z.infer<typeof NotificationKinds>

/** Who did it. `id` is a member's, an agent's or a key's; contacts and the system need none. */
export interface Actor {
  kind: 'contact' | 'member' | 'agent' | 'system' | 'key'
  id: string | null
}

export const contactActor: Actor = { kind: 'contact', id: null }
export const systemActor: Actor = { kind: 'system', id: null }

/** One line of a contact's timeline. `facts` hold ids, codes and short texts; never a secret. */
export interface Activity {
  contactId: string
  conversationId?: string | null
  kind: ActivityKind
  actor: Actor
  facts?: Record<string, unknown>
  /** Business time. */
  at: Date
}

/** Something that wants these members. About one conversation, it joins the unread notification already there. */
export interface Notice {
  memberIds: readonly string[]
  kind: NotificationKind
  /** How many things of a burst it tells of; one when absent. */
  count?: number
  contactId?: string | null
  conversationId?: string | null
  facts?: Record<string, unknown>
}
