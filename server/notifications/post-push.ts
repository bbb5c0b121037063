import type { Egress } from '#platform/egress.ts'
import { isRefusal } from '#platform/refusal.ts'
import { type Outcome, outcomeOfStatus } from './delivery.ts'
import type { Vapid } from './vapid.ts'
import type { PushText } from './write-push.ts'

/** Where a browser is told, and what encrypts for it. */
export interface PushTarget {
  endpoint: string
  p256dh: string
  auth: string
}

/** Seconds a push service keeps it for a browser that is away. */
const keepFor = 12 * 3600
/** What a push service answers when the browser is no more. */
const goneAt = [404, 410]

/** How a browser is told: encrypted for it alone (RFC 8291), through the guarded way out. */
export type PostPush = (target: PushTarget, text: PushText) => Promise<Outcome>

export function pushThrough(egress: Egress, vapid: () => Promise<Vapid>, publicUrl: string): PostPush {
  // A push service writes there when something is wrong; it takes an https address or a mail address.
  const subject = publicUrl.startsWith('https:') ? publicUrl : `mailto:parley@${new URL(publicUrl).hostname}`
  return async ({ endpoint, p256dh, auth }, text) => {
    const { default: webPush } = await import('web-push')
    const details = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(text),
      { vapidDetails: { subject, ...(await vapid()) }, TTL: keepFor, urgency: 'high' },
    )
    try {
      const answer = await egress.fetch(details.endpoint, {
        method: 'POST',
        headers: headersOf(details.headers),
        body: details.body ?? Buffer.alloc(0),
        timeout: 10_000,
        limit: 64 * 1024,
      })
      if (isRefusal(answer)) return { how: 'gone', status: 0, detail: 'Its address is not allowed' }
      return outcomeOfStatus(answer.status, goneAt)
    } catch {
      return { how: 'later', status: null, detail: 'The push service was not reached' }
    }
  }
}

const headersOf = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'content-length')
      .map(([name, value]) => [name, String(value)]),
  )
