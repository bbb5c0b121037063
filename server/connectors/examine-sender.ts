import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { TwilioClient } from '#twilio/client.ts'
import { sameEndpoint } from '#twilio/connection-overrides.ts'
import type { MessagingService } from '#twilio/messaging-services.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import type { TwilioSender } from '#twilio/senders.ts'
import { diagnose, type Diagnosis } from './diagnose.ts'
import type { ConnectorRow } from './connector.ts'
import type { Finding, SenderRow } from './sender.ts'
import { findSender, updateSenderRow, upsertSender } from './sender-store.ts'
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

/** Asks Twilio about a sender and keeps what the doctor makes of it. The diagnosis of trouble is an answer, not a refusal. */
export async function examineSender(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
): Promise<Diagnosis | Refused> {
  const subject = await room.database.withOrganization(organizationId, (tx) =>
    loadSubject(room, tx, senderId),
  )
  if (!subject) return refuse('not_found')
  const client = await room.twilioOf(organizationId, subject.connector.id)
  const seen = client ? await look(client, subject.sender) : null
  const diagnosis =
    seen === null || isTwilioRefusal(seen) ? unseen(subject, seen) : concludeFrom(room, subject, seen)
  await room.database.withOrganization(organizationId, async (tx) => {
    if (seen && !isTwilioRefusal(seen)) await upsertSender(tx, subject.connector.id, seen.sender)
    const { webhookState, findings, receivingUrl } = diagnosis
    const webhookSeen =
      seen && !isTwilioRefusal(seen) ? { ...seen.sender.webhook, receivingUrl } : subject.sender.webhookSeen
    await updateSenderRow(tx, senderId, { webhookState, findings, webhookSeen, checkedAt: new Date() })
    await publish(tx, { topic: 'sender', subjectId: senderId })
  })
  return diagnosis
}

interface Seen {
  sender: TwilioSender
  service: MessagingService | null
}

async function look(client: TwilioClient, { twilioSid }: SenderRow): Promise<Seen | TwilioRefusal> {
  const sender = await client.fetchSender(twilioSid)
  if (isTwilioRefusal(sender)) return sender
  const services = await client.listMessagingServices()
  if (isTwilioRefusal(services)) return services
  for (const service of services) {
    const pooled = await client.listChannelSenders(service.sid)
    if (isTwilioRefusal(pooled)) return pooled
    if (pooled.some(({ sid }) => sid === twilioSid)) return { sender, service }
  }
  return { sender, service: null }
}

function concludeFrom(room: SenderRoom, { connector, urls }: Subject, seen: Seen): Diagnosis {
  // An address of ours with another token is the one that was replaced.
  const isOldUrl = (url: string) =>
    url.startsWith(`${room.publicUrl}/webhooks/twilio/`) && !sameEndpoint(url, urls.callbackUrl)
  return diagnose({ ...seen, urls, isOldUrl, receiveInbound: connector.receiveInbound })
}

/** Twilio could not be asked: what was known stays, and the reason is the finding. */
function unseen({ sender }: Subject, seen: TwilioRefusal | null): Diagnosis {
  const code: Finding['code'] =
    seen === null || seen.refused === 'credentials_refused'
      ? 'token_invalid'
      : seen.refused === 'not_found'
        ? 'sender_gone'
        : 'twilio_unreachable'
  const detail = seen === null ? '' : 'message' in seen.facts ? seen.facts.message : seen.facts.reason
  return {
    findings: [{ code, severity: 'error', repairable: false, facts: { detail } }],
    webhookState: code === 'sender_gone' ? 'unknown' : sender.webhookState,
    receivingUrl: null,
  }
}
