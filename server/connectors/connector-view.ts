import type { Tx } from '#platform/db.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { ConnectorRow } from './connector.ts'
import { findPool, paceOfPool } from './service-pool.ts'
import { countSenders, findConnector, listConnectors, previousRouteUntil } from './store.ts'
import { webhookUrls } from './webhook-url.ts'

/** What a page needs of a connector. Its webhook URL holds a secret and is shown only to those who may manage it. */
export interface ConnectorEyes {
  secrets: Secrets
  publicUrl: string
  mayManage: boolean
}

export async function showConnector(tx: Tx, id: string, eyes: ConnectorEyes) {
  const connector = await findConnector(tx, id)
  return connector && (await show(tx, connector, eyes))
}

export async function showConnectors(tx: Tx, eyes: ConnectorEyes) {
  const shown = []
  for (const connector of await listConnectors(tx)) shown.push(await show(tx, connector, eyes))
  return shown
}

async function show(tx: Tx, connector: ConnectorRow, { secrets, publicUrl, mayManage }: ConnectorEyes) {
  const { id, errorCode, errorDetail, pausedAt, webhookTokenSealed } = connector
  const senders = (await countSenders(tx)).get(id)
  const place = { table: 'connector', column: 'webhook_token_sealed', id }
  const token = mayManage && webhookTokenSealed ? await secrets.open(tx, place, webhookTokenSealed) : null
  return {
    id,
    name: connector.name,
    accountSid: connector.accountSid,
    messagingServiceSid: connector.messagingServiceSid,
    service: await showService(tx, id),
    receiveInbound: connector.receiveInbound,
    sendOutbound: connector.sendOutbound,
    status: connector.status,
    health: connector.health,
    error: errorCode === null ? null : { code: errorCode, detail: errorDetail ?? '' },
    testedAt: connector.testedAt,
    paused: pausedAt !== null,
    webhookUrl: token === null ? null : webhookUrls(publicUrl, token).callbackUrl,
    previousWebhookUrlUntil: await previousRouteUntil(tx, id),
    senderCount: senders?.found ?? 0,
    activeSenderCount: senders?.active ?? 0,
    createdAt: connector.createdAt,
  }
}

/** The connector's Messaging Service and its pool; null where there is none. */
async function showService(tx: Tx, connectorId: string) {
  const pool = await findPool(tx, connectorId)
  if (!pool) return null
  const { name, standing, members, strangers, readAt } = pool
  const senders = members.map(({ senderId, address, displayName, active, online }) => ({
    id: senderId,
    address,
    displayName,
    active,
    online,
  }))
  return { name, standing, senders, strangers, pace: paceOfPool(members), readAt }
}
