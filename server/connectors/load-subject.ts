import type { Database, Tx } from '#platform/db.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { ConnectorRow } from './connector.ts'
import type { SenderRow } from './sender.ts'
import { findSender } from './sender-store.ts'
import { findConnector } from './store.ts'
import type { TwilioOf } from './twilio-of.ts'
import { webhookUrls, type WebhookUrls } from './webhook-url.ts'

/** What the verbs on a sender share. */
export interface SenderRoom {
  database: Database
  secrets: Secrets
  twilioOf: TwilioOf
  /** Where Twilio reaches us. */
  publicUrl: string
  twilioApiUrl: string | null
}

export interface Subject {
  sender: SenderRow
  connector: ConnectorRow
  urls: WebhookUrls
}

/** A sender with its connector and the addresses it should have; undefined when there is none. */
export async function loadSubject(room: SenderRoom, tx: Tx, senderId: string): Promise<Subject | undefined> {
  const sender = await findSender(tx, senderId)
  const connector = sender && (await findConnector(tx, sender.connectorId))
  const urls = connector && (await urlsOf(room, tx, connector))
  return urls ? { sender, connector, urls } : undefined
}

async function urlsOf(
  room: SenderRoom,
  tx: Tx,
  { id, webhookTokenSealed }: ConnectorRow,
): Promise<WebhookUrls | undefined> {
  if (!webhookTokenSealed) return undefined
  const place = { table: 'connector', column: 'webhook_token_sealed', id }
  return webhookUrls(room.publicUrl, await room.secrets.open(tx, place, webhookTokenSealed))
}

/** The addresses Twilio is to call for a connector's senders. */
export async function webhookUrlsOf(
  room: SenderRoom,
  tx: Tx,
  connectorId: string,
): Promise<WebhookUrls | undefined> {
  const connector = await findConnector(tx, connectorId)
  return connector && (await urlsOf(room, tx, connector))
}
