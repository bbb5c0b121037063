import type { Tx } from '#platform/db.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { OutgoingWebhookRow } from './outgoing-webhook-store.ts'
import type { PushTarget } from './post-push.ts'
import type { WebhookTarget } from './post-webhook.ts'
import type { PushSubscriptionRow } from './push-store.ts'

/** Where the secrets of targets stand. */
export const placeOf = {
  auth: (id: string) => ({ table: 'push_subscription', column: 'auth_sealed', id }),
  url: (id: string) => ({ table: 'outgoing_webhook', column: 'url_sealed', id }),
  secret: (id: string) => ({ table: 'outgoing_webhook', column: 'secret_sealed', id }),
}

export async function openPush(secrets: Secrets, tx: Tx, row: PushSubscriptionRow): Promise<PushTarget> {
  const { id, endpoint, p256dh, authSealed } = row
  return { endpoint, p256dh, auth: await secrets.open(tx, placeOf.auth(id), authSealed) }
}

export async function openWebhook(
  secrets: Secrets,
  tx: Tx,
  { id, urlSealed, secretSealed }: OutgoingWebhookRow,
): Promise<WebhookTarget> {
  return {
    url: await secrets.open(tx, placeOf.url(id), urlSealed),
    secret: await secrets.open(tx, placeOf.secret(id), secretSealed),
  }
}
