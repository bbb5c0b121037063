import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'

interface Suppressed {
  contactId: string
  senderAddress: string
  since: Date
}

/** Which of these contacts said STOP to which of these senders, from any of their addresses. */
export async function listSuppressed(
  tx: Tx,
  contactIds: readonly string[],
  senderAddresses: readonly string[],
): Promise<Suppressed[]> {
  const { rows } = await sql<Suppressed>`
    select identity.contact_id, suppression.sender_address, min(suppression.since) as since
    from contact_identity identity join suppression on suppression.contact_address = identity.address
    where identity.organization_id = ${tx.organizationId} and identity.contact_id = any(${contactIds}::uuid[])
      and suppression.sender_address = any(${senderAddresses}::text[])
    group by identity.contact_id, suppression.sender_address`.execute(tx.db)
  return rows
}

/** Since when those of the contacts want to hear nothing whose last word, to whichever number, was an opt-out. */
export async function listStopped(
  tx: Tx,
  contactIds: readonly string[],
): Promise<{ contactId: string; since: Date }[]> {
  const { rows } = await sql<{ contactId: string; since: Date }>`
    select no.contact_id, max(no.at) as since from consent no
    where no.organization_id = ${tx.organizationId} and no.contact_id = any(${contactIds}::uuid[]) and no.kind = 'opt_out'
      and not exists (
        select from consent yes where yes.organization_id = no.organization_id and yes.contact_id = no.contact_id
          and yes.kind = 'opt_in' and yes.at > no.at)
    group by no.contact_id`.execute(tx.db)
  return rows
}

/** When these contacts last wrote to these senders. */
export async function listLastInbound(
  tx: Tx,
  contactIds: readonly string[],
  senderIds: readonly string[],
): Promise<{ senderId: string; contactId: string; at: Date }[]> {
  if (senderIds.length === 0) return []
  const { rows } = await sql<{ senderId: string; contactId: string; at: Date }>`
    select sender_id, contact_id, last_inbound_at as at from conversation
    where organization_id = ${tx.organizationId} and contact_id = any(${contactIds}::uuid[]) and sender_id = any(${senderIds}::uuid[])
      and last_inbound_at is not null`.execute(tx.db)
  return rows
}

/** Every address of these contacts. */
export async function listAddressesOf(
  tx: Tx,
  contactIds: readonly string[],
): Promise<{ contactId: string; address: string }[]> {
  const { rows } = await sql<{ contactId: string; address: string }>`
    select contact_id, address from contact_identity
    where organization_id = ${tx.organizationId} and contact_id = any(${contactIds}::uuid[]) order by address`.execute(
    tx.db,
  )
  return rows
}

/** Writes messages of a campaign into the outbox, and a line on each contact's timeline. */
export async function insertMany(tx: Tx, rows: readonly Record<string, unknown>[], at: Date): Promise<void> {
  await sql`
    insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, body, details,
      template_id, content_sid, variables, allowed_by, consent_id, origin, agent_id, status, status_reason, lane, priority, due_at,
      permit_id, permit_epoch, quiet, by_service, created_at)
    select ${tx.organizationId}, id, conversation_id, contact_id, sender_id, connector_id, position, 'out', kind, body, details,
      template_id, content_sid, variables, allowed_by, consent_id, 'campaign', agent_id, status, status_reason, lane, priority, now(),
      permit_id, permit_epoch, quiet, by_service, ${at}
    from json_to_recordset(${json(rows)}::json) as m (id uuid, conversation_id uuid, contact_id uuid, sender_id uuid, connector_id uuid,
      position bigint, kind text, body text, details jsonb, template_id uuid, content_sid text, variables jsonb, allowed_by text,
      consent_id uuid, agent_id uuid, status text, status_reason text, lane text, priority smallint, permit_id uuid, permit_epoch int, quiet jsonb,
      by_service boolean)`.execute(tx.db)
}
