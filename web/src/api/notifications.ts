import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Get<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Notification = Get<'/api/v1/notifications'>['items'][number]
export type NotificationPreferences = Get<'/api/v1/notification-preferences'>
export type NotificationKind = Notification['kind']
export type OutgoingWebhook = Get<'/api/v1/outgoing-webhooks'>['items'][number]
export type WebhookDelivery = Get<'/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries'>['items'][number]

export const notificationsOptions = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => answer(parley.GET('/api/v1/notifications', { params: { query: { limit: 30 } } })),
})
export const preferencesOptions = queryOptions({
  queryKey: ['notification-preferences'],
  queryFn: () => answer(parley.GET('/api/v1/notification-preferences')),
})
export const notificationSettingsOptions = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: () => answer(parley.GET('/api/v1/notification-settings')),
})
export const outgoingWebhooksOptions = queryOptions({
  queryKey: ['outgoing-webhooks'],
  queryFn: () => answer(parley.GET('/api/v1/outgoing-webhooks')),
})
export const webhookDeliveriesOptions = (outgoingWebhookId: string) =>
  queryOptions({
    queryKey: ['webhook-deliveries', outgoingWebhookId],
    queryFn: () =>
      answer(
        parley.GET('/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries', {
          params: { path: { outgoingWebhookId } },
        }),
      ),
  })
