import type { Store } from '#store.ts'

/** Meta: each message of a user opens, or opens anew, 24 hours for free messages of that sender to that user. */
export const WINDOW_MS = 24 * 3_600_000

/** Twilio: a sandbox membership lasts three days. */
const SANDBOX_MS = 72 * 3_600_000

export function openWindow(store: Store, sender: string, user: string, now: number): void {
  store.lastInbound.set(`${sender} ${user}`, now)
}

export function isWindowOpen(store: Store, sender: string, user: string, now: number): boolean {
  const last = store.lastInbound.get(`${sender} ${user}`)
  return last !== undefined && now - last < WINDOW_MS
}

/** Whether the user has joined this account's sandbox, and not longer than three days ago. */
export function isSandboxMember(store: Store, accountSid: string, user: string, now: number): boolean {
  const membership = store.memberships.get(user)
  return membership?.accountSid === accountSid && now - membership.joinedAt < SANDBOX_MS
}
