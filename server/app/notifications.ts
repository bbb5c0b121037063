import { notify } from '#activities/notify.ts'
import { openMailer } from '#notifications/post-mail.ts'
import { pushThrough } from '#notifications/post-push.ts'
import { webhookThrough } from '#notifications/post-webhook.ts'
import type { NotificationRoom } from '#notifications/room.ts'
import { openVapid } from '#notifications/vapid.ts'
import { administrators } from '#organizations/member-names.ts'
import { findOrganization } from '#organizations/store.ts'
import { describeNotifications } from '#views/notifications.ts'
import { checkAddress } from './check-address.ts'
import type { Ground } from './ground.ts'

/** The ways members are told beside the app, and what the rooms above know of what is told. */
export function openNotifications(ground: Ground, stack: AsyncDisposableStack): NotificationRoom {
  const { config, database, clock, log, secrets, publicUrl, egress, keys, identityPool } = ground
  const vapid = openVapid(database, keys)
  const mailer =
    config.smtpUrl === null
      ? null
      : openMailer({ url: config.smtpUrl, from: config.mailFrom ?? ownAddress(publicUrl), publicUrl })
  stack.defer(() => mailer?.close())
  return {
    database,
    clock,
    log,
    secrets,
    publicUrl,
    mailer,
    vapid,
    postPush: pushThrough(egress, vapid, publicUrl),
    postWebhook: webhookThrough(egress),
    describe: describeNotifications,
    organizationName: async (organizationId) =>
      (await findOrganization(identityPool, organizationId))?.name ?? 'Parley',
    checkAddress: (url) => checkAddress(url, config.egressAllow),
    tellGivenUp: async (tx, { id, name }) =>
      await notify(tx, {
        memberIds: await administrators(tx),
        kind: 'outgoing_webhook_failed',
        facts: { outgoingWebhookId: id, webhook: name },
      }),
  }
}

const ownAddress = (publicUrl: string) => `Parley <parley@${new URL(publicUrl).hostname}>`
