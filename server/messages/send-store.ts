import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'

export interface SenderFacts {
  address: string
  active: boolean
  status: string
  missing: boolean
  sendOutbound: boolean
  connectorStatus: string
  paused: boolean
}

/** The sender and its connector, as the gate sees them. */
export async function readSenderFacts(tx: Tx, senderId: string): Promise<SenderFacts | undefined> {
  const { rows } = await sql<SenderFacts>`
    select address, active, sender.status, missing_since is not null as missing, send_outbound, connector.status as connector_status,
      paused_at is not null as paused
    from sender join connector on connector.organization_id = sender.organization_id and connector.id = sender.connector_id
    where sender.organization_id = ${tx.organizationId} and sender.id = ${senderId}`.execute(tx.db)
  return rows[0]
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

/** The opt-in that stands: no opt-out for this sender is younger. */
export async function findOptIn(
  tx: Tx,
  contactId: string,
  senderAddress: string,
): Promise<{ id: string; at: Date } | undefined> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select id, at from consent given
    where organization_id = ${tx.organizationId} and contact_id = ${contactId} and kind = 'opt_in'
      and (sender_address is null or sender_address = ${senderAddress})
      and not exists (
        select from consent later where later.organization_id = given.organization_id and later.contact_id = given.contact_id
          and later.kind = 'opt_out' and (later.sender_address is null or later.sender_address = ${senderAddress}) and later.at >= given.at)
    order by at desc, id desc limit 1`.execute(tx.db)
  return rows[0]
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
  allowedBy: 'window' | 'opt_in' | 'written' | null
  consentId: string | null
  quotedSid: string | null
  origin: 'member' | 'agent' | 'api' | 'system'
  authorId: string | null
  agentId: string | null
  sources: readonly object[]
  status: 'queued' | 'held' | 'draft'
  statusReason: string | null
  lane: string
  priority: number
  holderEpoch: number | null
  answersPosition: number | null
  createdAt: Date
}

export async function insertOutbound(
  tx: Tx,
  { sources, details, variables, ...row }: OutboundRow,
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
      dueAt: sql<Date>`now()`,
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
