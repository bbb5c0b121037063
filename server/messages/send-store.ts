import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { explainSenderStatus } from '#twilio/sender-status.ts'
import type { SendFacts, Verdict } from './send-gate.ts'

export interface SenderFacts {
  address: string
  wabaId: string | null
  messagingLimit: string | null
  active: boolean
  status: string
  missing: boolean
  sendOutbound: boolean
  connectorStatus: string
  paused: boolean
}

/** The sender and its connector, as the gate sees them. */
export async function readSenderFacts(tx: Tx, senderId: string): Promise<SenderFacts | undefined> {
  const [found] = await listSenderFacts(tx, [senderId])
  return found
}

/** `readSenderFacts` for several senders; those that are not there are left out. */
export async function listSenderFacts(
  tx: Tx,
  senderIds: readonly string[],
): Promise<(SenderFacts & { id: string })[]> {
  const { rows } = await sql<SenderFacts & { id: string }>`
    select sender.id, address, waba_id, messaging_limit, active, sender.status, missing_since is not null as missing, send_outbound, connector.status as connector_status,
      paused_at is not null as paused
    from sender join connector on connector.organization_id = sender.organization_id and connector.id = sender.connector_id
    where sender.organization_id = ${tx.organizationId} and sender.id = any(${senderIds}::uuid[])`.execute(
    tx.db,
  )
  return rows
}

/** Every address of a contact: an opt-out from one of them counts for all. */
export async function listAddresses(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('contactIdentity')
    .select('address')
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', contactId)
    .orderBy('address')
    .execute()
  return rows.map((row) => row.address)
}

/** A contact and one of our senders. */
export interface AskedPair {
  contactId: string
  senderAddress: string
}

/** The opt-in that stands for each of these pairs: no opt-out for its sender is younger. */
export async function listOptIns(
  tx: Tx,
  pairs: readonly AskedPair[],
): Promise<(AskedPair & { id: string; at: Date })[]> {
  const { rows } = await sql<AskedPair & { id: string; at: Date }>`
    select wanted.contact_id, wanted.sender_address, standing.id, standing.at
    from unnest(${pairs.map(({ contactId }) => contactId)}::uuid[], ${pairs.map(({ senderAddress }) => senderAddress)}::text[])
      as wanted (contact_id, sender_address)
    cross join lateral (
      select given.id, given.at from consent given
      where given.organization_id = ${tx.organizationId} and given.contact_id = wanted.contact_id and given.kind = 'opt_in'
        and (given.sender_address is null or given.sender_address = wanted.sender_address)
        and not exists (
          select from consent later where later.organization_id = given.organization_id and later.contact_id = given.contact_id
            and later.kind = 'opt_out' and (later.sender_address is null or later.sender_address = wanted.sender_address) and later.at >= given.at)
      order by given.at desc, given.id desc limit 1
    ) as standing`.execute(tx.db)
  return rows
}

/** The sender and its connector, in the gate's words. */
export function senderFactsOf(facts: SenderFacts): Pick<SendFacts, 'sender' | 'connector'> {
  const { address, active, missing, status, sendOutbound, connectorStatus, paused } = facts
  return {
    sender: { address, active: active && !missing, online: explainSenderStatus(status).online },
    connector: { sendOutbound, connected: connectorStatus === 'active', paused },
  }
}

export async function countAgentMessages(tx: Tx, conversationId: string, since: Date): Promise<number> {
  const row = await tx.db
    .selectFrom('message')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('organizationId', '=', tx.organizationId)
    .where('conversationId', '=', conversationId)
    .where('origin', '=', 'agent')
    .where('status', '!=', 'canceled')
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export interface OutboundRow {
  conversationId: string
  contactId: string
  senderId: string
  connectorId: string
  position: number
  kind: 'text' | 'media' | 'template'
  body: string
  details: Record<string, unknown>
  templateId: string | null
  contentSid: string | null
  variables: Record<string, string> | null
  replacesId: string | null
  allowedBy: Verdict['allowedBy']
  consentId: string | null
  quotedSid: string | null
  origin: 'member' | 'agent' | 'campaign' | 'api' | 'system'
  authorId: string | null
  agentId: string | null
  sources: readonly object[]
  status: 'queued' | 'held' | 'draft' | 'scheduled'
  statusReason: string | null
  lane: string
  priority: number
  /** Of a campaign's message. */
  permitId?: string | null
  permitEpoch?: number | null
  holderEpoch: number | null
  answersPosition: number | null
  createdAt: Date
  /** For `scheduled`: its hour. Null: as soon as its lane lets it. */
  dueAt?: Date | null
}

export async function insertOutbound(
  tx: Tx,
  { sources, details, variables, dueAt, ...row }: OutboundRow,
): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('message')
    // Due by the database's clock: leases and pace live on it, whatever the business clock says.
    .values({
      organizationId: tx.organizationId,
      id,
      direction: 'out',
      ...row,
      sources: json(sources),
      details: json(details),
      variables: variables && json(variables),
      dueAt: dueAt ? sql<Date>`${dueAt}` : sql<Date>`now()`,
    })
    .execute()
  return id
}

export interface UploadRow {
  id: string
  storageKey: string
  mediaType: string
  fileName: string
  bytes: number
}

export async function findUpload(tx: Tx, id: string): Promise<UploadRow | undefined> {
  return await tx.db
    .selectFrom('upload')
    .select(['id', 'storageKey', 'mediaType', 'fileName', 'bytes'])
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function insertUpload(tx: Tx, upload: UploadRow): Promise<void> {
  await tx.db
    .insertInto('upload')
    .values({ organizationId: tx.organizationId, ...upload })
    .execute()
}

/** A file that goes out with a message: one we keep, or one at a public address. */
export async function attachFile(
  tx: Tx,
  messageId: string,
  file: UploadRow | { url: string },
): Promise<void> {
  const kept =
    'url' in file
      ? { providerUrl: file.url }
      : { storageKey: file.storageKey, mediaType: file.mediaType, fileName: file.fileName, bytes: file.bytes }
  await tx.db
    .insertInto('media')
    .values({
      organizationId: tx.organizationId,
      id: newId(),
      messageId,
      position: 0,
      state: 'stored',
      ...kept,
    })
    .execute()
}

/** Twilio's SID of a message of this conversation, to quote it. */
export async function findSid(
  tx: Tx,
  conversationId: string,
  messageId: string,
): Promise<string | null | undefined> {
  const row = await tx.db
    .selectFrom('message')
    .select('providerSid')
    .where('organizationId', '=', tx.organizationId)
    .where('conversationId', '=', conversationId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  return row && row.providerSid
}

export async function findConversationOf(tx: Tx, messageId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('message')
    .select('conversationId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  return row?.conversationId
}

/** Whom an outbound message is for, and from which sender; from which ones, while a Messaging Service has not told which it picked. */
export async function listRecipients(
  tx: Tx,
  messageId: string,
): Promise<{ contactId: string; senderAddress: string }[]> {
  const { rows } = await sql<{ contactId: string; senderAddress: string }>`
    select message.contact_id, sender.address as sender_address from message
    cross join lateral (select message.by_service and not exists (select from attempt where attempt.organization_id = message.organization_id
      and attempt.message_id = message.id and sender_address is not null) as is_open) as choice
    join sender on sender.organization_id = message.organization_id and case when choice.is_open
      then sender.connector_id = message.connector_id and sender.in_service else sender.id = message.sender_id end
    where message.organization_id = ${tx.organizationId} and message.id = ${messageId} and message.direction = 'out'
    order by sender.address`.execute(tx.db)
  return rows
}

/** The template that an outbound message is; null for any other. */
export async function findTemplateSent(tx: Tx, messageId: string): Promise<string | null> {
  const found = await tx.db
    .selectFrom('message')
    .select('templateId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', messageId)
    .where('kind', '=', 'template')
    .executeTakeFirst()
  return found?.templateId ?? null
}
