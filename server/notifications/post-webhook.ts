import { Webhook } from 'standardwebhooks'
import type { Egress } from '#platform/egress.ts'
import { isRefusal } from '#platform/refusal.ts'
import { type Outcome, outcomeOfStatus } from './delivery.ts'
import type { WebhookBody } from './write-webhook.ts'

export interface WebhookTarget {
  url: string
  /** `whsec_…` */
  secret: string
}

/** Standard Webhooks: whoever answers so wants nothing more. */
const goneAt = [410]

/** Posts and signs it (Standard Webhooks). `id` is the same for each try. */
export type PostWebhook = (target: WebhookTarget, id: string, body: WebhookBody) => Promise<Outcome>

export function webhookThrough(egress: Egress): PostWebhook {
  return async ({ url, secret }, id, body) => {
    const content = JSON.stringify(body)
    const at = new Date()
    try {
      const answer = await egress.fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Parley',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(id, at, content),
        },
        body: content,
        timeout: 10_000,
        limit: 64 * 1024,
      })
      if (isRefusal(answer)) return { how: 'refused', status: null, detail: 'Its address is not allowed' }
      return outcomeOfStatus(answer.status, goneAt)
    } catch (error) {
      return { how: 'later', status: null, detail: `It was not reached (${reasonOf(error)})` }
    }
  }
}

const reasonOf = (error: unknown): string => {
  const { code, name } = error as { code?: string; name?: string }
  return name === 'TimeoutError' ? 'too slow' : (code ?? 'unknown')
}
