import type { Tx } from '#platform/db.ts'
import { insertDeliveries } from './delivery-store.ts'
import { mailIsSetUp } from './mail-off.ts'
import { listWebhooksThatAreOn } from './outgoing-webhook-store.ts'
import { listPreferences } from './preference-store.ts'
import { listPushSubscriptions } from './push-store.ts'
import { type Raised, wantedDeliveries } from './wanted-deliveries.ts'

/** Writes what tells of these notifications beside the app, in the transaction that raised them. */
export async function deliverLater(tx: Tx, raised: readonly Raised[]): Promise<void> {
  if (raised.length === 0) return
  const memberIds = [...new Set(raised.map(({ memberId }) => memberId))]
  // All four travel together.
  const [preferences, subscriptions, webhooks, isSetUp] = await Promise.all([
    listPreferences(tx, memberIds),
    listPushSubscriptions(tx, { memberIds }),
    listWebhooksThatAreOn(tx),
    mailIsSetUp(tx),
  ])
  await insertDeliveries(
    tx,
    wantedDeliveries(raised, { preferences, subscriptions, webhooks, mailIsSetUp: isSetUp }),
  )
}
