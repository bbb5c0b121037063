import { randomBytes } from 'node:crypto'
import type { OutgoingWebhook } from '@parley/contract/notifications.ts'
import type { z } from 'zod'
import type { Wire } from '#platform/wire.ts'
import type { OutgoingWebhookRow } from './outgoing-webhook-store.ts'

/** What is shown of an address that is itself a secret: its host and its last characters. */
export function hintOf(address: string): string {
  const { host, pathname, search } = new URL(address)
  const tail = `${pathname}${search}`
  return tail.length <= 1 ? host : `${host}/…${tail.length > 12 ? tail.slice(-4) : ''}`
}

/** A secret as Standard Webhooks writes it: 24 bytes in base64. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

export const shapeWebhook = (row: OutgoingWebhookRow): Wire<z.input<typeof OutgoingWebhook>> => ({
  id: row.id,
  name: row.name,
  addressHint: row.addressHint,
  kinds: row.kinds,
  language: row.language,
  enabled: row.enabled,
  failingSince: row.failingSince,
  gaveUpAt: row.gaveUpAt,
  createdAt: row.createdAt,
})
