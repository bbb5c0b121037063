import { z } from 'zod'
import { NotificationKind } from './contacts.ts'
import { id, instant, operation } from './operation.ts'

/** How a member is told beside the app, which always tells. */
export const NotificationWay = z.enum(['mail', 'push']).meta({ id: 'NotificationWay' })
export const NotificationLanguage = z.enum(['en', 'pt']).meta({ id: 'NotificationLanguage' })

/** A minute of the day on the member's own clock; 22:00 is 1320. */
const minuteOfDay = z.number().int().min(0).max(1439)
const QuietHours = z.object({ from: minuteOfDay, until: minuteOfDay })
const timeZone = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone), 'Not a time zone; use a name like Europe/Berlin')

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const KindWays = z.object({ kind: NotificationKind, mail: z.boolean(), push: z.boolean() })

/** A browser that is told by push. */
export const PushDevice = z
  .object({ id, name: z.string(), createdAt: instant, lastSentAt: instant.nullable() })
  .meta({ id: 'PushDevice' })

export const NotificationPreferences = z
  .object({
    /** Every kind, with the ways it takes to this member. */
    kinds: z.array(KindWays),
    /** While it is quiet, mail and push wait; the app goes on telling. */
    quietHours: QuietHours.nullable(),
    /** Null: not chosen; quiet hours are read on UTC. */
    timeZone: z.string().nullable(),
    /** The language of mail and push. */
    language: NotificationLanguage,
    /** Where mail goes; null for a program. */
    mailAddress: z.string().nullable(),
    /** Whether the operator has set a mail server. */
    mailIsSetUp: z.boolean(),
    /** What a browser needs to subscribe (VAPID, RFC 8292). */
    pushKey: z.string(),
    devices: z.array(PushDevice),
  })
  .meta({ id: 'NotificationPreferences' })

export const NotificationSettings = z
  .object({
    /** Whether mail, push and outgoing webhooks carry what the contact wrote. */
    showsText: z.boolean(),
  })
  .meta({ id: 'NotificationSettings' })

export const OutgoingWebhook = z
  .object({
    id,
    name: z.string(),
    /** The host and the last characters: the address itself lets anyone post and is never shown again. */
    addressHint: z.string(),
    kinds: z.array(NotificationKind),
    /** Of what it says. */
    language: NotificationLanguage,
    enabled: z.boolean(),
    /** Since when nothing arrives; null while all is well. */
    failingSince: instant.nullable(),
    /** It failed for days and was switched off by itself. */
    gaveUpAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'OutgoingWebhook' })

const NewWebhook = OutgoingWebhook.extend({
  /** For checking signatures (Standard Webhooks); shown once. */
  secret: z.string(),
})

export const DeliveryState = z.enum(['waiting', 'sending', 'sent', 'skipped', 'failed'])
export const WebhookDelivery = z
  .object({
    id,
    /** Null: a test. */
    kind: NotificationKind.nullable(),
    state: DeliveryState,
    attempts: z.number().int(),
    /** The HTTP status of the last answer. */
    status: z.number().int().nullable(),
    /** Why it did not arrive, as far as we know. */
    detail: z.string().nullable(),
    createdAt: instant,
    settledAt: instant.nullable(),
    nextTryAt: instant.nullable(),
  })
  .meta({ id: 'WebhookDelivery' })

const tag = 'Notifications'
const name = z.string().trim().min(1).max(80)
const address = z.url().max(1000)
const kinds = z.array(NotificationKind).min(1)
const webhookParams = z.object({ outgoingWebhookId: id })

export const notificationOperations = {
  getNotificationPreferences: operation({
    id: 'getNotificationPreferences',
    method: 'GET',
    path: '/api/v1/notification-preferences',
    tag,
    summary: 'How I am told of what',
    permission: 'organization.read',
    answer: NotificationPreferences,
  }),
  updateNotificationPreferences: operation({
    id: 'updateNotificationPreferences',
    method: 'PATCH',
    path: '/api/v1/notification-preferences',
    tag,
    summary: 'Change how I am told; kinds that are not named stay as they are',
    permission: 'organization.read',
    body: z
      .object({
        kinds: z.array(KindWays),
        quietHours: QuietHours.nullable(),
        timeZone: timeZone.nullable(),
        language: NotificationLanguage,
      })
      .partial(),
    answer: NotificationPreferences,
  }),
  addPushSubscription: operation({
    id: 'addPushSubscription',
    method: 'POST',
    path: '/api/v1/push-subscriptions',
    tag,
    summary: 'Have this browser told by push',
    permission: 'organization.read',
    body: z.object({
      endpoint: address,
      /** The browser's public key and secret, as `PushSubscription.toJSON()` gives them. */
      keys: z.object({ p256dh: z.string().length(87), auth: z.string().length(22) }),
      device: name,
    }),
    status: 201,
    answer: PushDevice,
    refusals: ['address_not_allowed'],
  }),
  removePushSubscription: operation({
    id: 'removePushSubscription',
    method: 'DELETE',
    path: '/api/v1/push-subscriptions/{pushSubscriptionId}',
    tag,
    summary: 'No longer tell a browser of mine',
    permission: 'organization.read',
    params: z.object({ pushSubscriptionId: id }),
    status: 204,
  }),
  sendTestNotification: operation({
    id: 'sendTestNotification',
    method: 'POST',
    path: '/api/v1/notification-tests',
    tag,
    summary: 'Send a test to myself, at once',
    permission: 'organization.read',
    body: z.object({ way: NotificationWay }),
    answer: z.object({ sent: z.number().int() }),
    refusals: ['mail_not_set_up', 'no_push_device', 'notification_not_delivered'],
  }),
  getNotificationSettings: operation({
    id: 'getNotificationSettings',
    method: 'GET',
    path: '/api/v1/notification-settings',
    tag,
    summary: 'What notifications of the organization may carry',
    permission: 'organization.read',
    answer: NotificationSettings,
  }),
  updateNotificationSettings: operation({
    id: 'updateNotificationSettings',
    method: 'PATCH',
    path: '/api/v1/notification-settings',
    tag,
    summary: 'Change what notifications of the organization may carry',
    permission: 'organization.manage',
    body: NotificationSettings,
    answer: NotificationSettings,
  }),
  listOutgoingWebhooks: operation({
    id: 'listOutgoingWebhooks',
    method: 'GET',
    path: '/api/v1/outgoing-webhooks',
    tag,
    summary: 'Outgoing webhooks',
    permission: 'organization.manage',
    answer: z.object({ items: z.array(OutgoingWebhook) }),
  }),
  createOutgoingWebhook: operation({
    id: 'createOutgoingWebhook',
    method: 'POST',
    path: '/api/v1/outgoing-webhooks',
    tag,
    summary: 'Create an outgoing webhook; its secret is shown once',
    permission: 'organization.manage',
    body: z.object({
      name,
      url: address,
      kinds,
      /** Left out: that of whoever creates it, as mails have it. */
      language: NotificationLanguage.optional(),
    }),
    status: 201,
    answer: NewWebhook,
    refusals: ['address_not_allowed'],
  }),
  updateOutgoingWebhook: operation({
    id: 'updateOutgoingWebhook',
    method: 'PATCH',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}',
    tag,
    summary: 'Change an outgoing webhook, or switch it on and off',
    permission: 'organization.manage',
    params: webhookParams,
    body: z
      .object({ name, url: address, kinds, language: NotificationLanguage, enabled: z.boolean() })
      .partial(),
    answer: OutgoingWebhook,
    refusals: ['address_not_allowed'],
  }),
  removeOutgoingWebhook: operation({
    id: 'removeOutgoingWebhook',
    method: 'DELETE',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}',
    tag,
    summary: 'Remove an outgoing webhook and its log',
    permission: 'organization.manage',
    params: webhookParams,
    status: 204,
  }),
  renewWebhookSecret: operation({
    id: 'renewWebhookSecret',
    method: 'POST',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}/secret',
    tag,
    summary: 'Make a new secret; the old one signs nothing more',
    permission: 'organization.manage',
    params: webhookParams,
    answer: NewWebhook,
  }),
  testOutgoingWebhook: operation({
    id: 'testOutgoingWebhook',
    method: 'POST',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}/test',
    tag,
    summary: 'Send a test; how it went stands in the log',
    permission: 'organization.manage',
    params: webhookParams,
    status: 202,
    answer: WebhookDelivery,
  }),
  listWebhookDeliveries: operation({
    id: 'listWebhookDeliveries',
    method: 'GET',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries',
    tag,
    summary: 'What was sent to an outgoing webhook, the last first',
    permission: 'organization.manage',
    params: webhookParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
    answer: z.object({ items: z.array(WebhookDelivery) }),
  }),
  replayWebhookDelivery: operation({
    id: 'replayWebhookDelivery',
    method: 'POST',
    path: '/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries/{deliveryId}/replay',
    tag,
    summary: 'Send it again, under the same webhook-id',
    permission: 'organization.manage',
    params: webhookParams.extend({ deliveryId: id }),
    status: 202,
    answer: WebhookDelivery,
  }),
}
