import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { tableOf } from '#platform/table-of.ts'

/** One verified report of Twilio's. */
export interface StatusRow {
  organizationId: string
  connectorId: string
  /** From the callback's path; null for the sender's own status URL. */
  attemptId: string | null
  providerSid: string
  /** Our sender as Twilio tells it; null while a Messaging Service has picked none. */
  senderAddress: string | null
  status: string
  errorCode: number
  detail: string | null
}

/** An attempt that is reported on. */
export interface ReportedOn {
  attemptId: string
  messageId: string
  /** Null: no answer and no report has told it yet. */
  providerSid: string | null
  /** Twilio picks the sender. */
  byService: boolean
}

/** The attempts that reports are about. Those that do not name theirs are known by the SID. */
export async function findReported(tx: Tx, rows: readonly StatusRow[]): Promise<ReportedOn[]> {
  const ids = rows.flatMap(({ attemptId }) => attemptId ?? [])
  const sids = rows.flatMap(({ attemptId, providerSid }) => (attemptId === null ? [providerSid] : []))
  const { rows: found } = await sql<ReportedOn>`
    select id as attempt_id, message_id, provider_sid, service_sid is not null as by_service from attempt
    where organization_id = ${tx.organizationId} and (id = any(${ids}::uuid[]) or provider_sid = any(${sids}::text[]))`.execute(
    tx.db,
  )
  return found
}

const reportColumns = { attemptId: 'uuid', status: 'text', errorCode: 'integer', detail: 'text' } as const

/** Adds reports to the sets of their attempts; a repeated one changes nothing. */
export async function storeReports(
  tx: Tx,
  reports: readonly { attemptId: string; status: string; errorCode: number; detail: string | null }[],
): Promise<void> {
  await sql`
    insert into delivery_status (organization_id, attempt_id, status, error_code, detail)
    select ${tx.organizationId}, "attemptId", status, "errorCode", detail from ${tableOf('told', reports, reportColumns)}
    on conflict do nothing`.execute(tx.db)
}

const orphanColumns = {
  connectorId: 'uuid',
  providerSid: 'text',
  status: 'text',
  errorCode: 'integer',
  detail: 'text',
} as const

/** Keeps reports whose attempt nobody knows aside, until an attempt turns up with their SID. */
export async function storeOrphans(tx: Tx, rows: readonly StatusRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into orphan_status (organization_id, connector_id, provider_sid, status, error_code, detail)
    select ${tx.organizationId}, "connectorId", "providerSid", status, "errorCode", detail from ${tableOf('told', rows, orphanColumns)}
    on conflict do nothing`.execute(tx.db)
}

const nameColumns = { attemptId: 'uuid', providerSid: 'text', senderAddress: 'text' } as const

/** What reports tell of attempts beside how they went: their SID, and the sender Twilio picked. What is known stays. */
export async function nameAttempts(
  tx: Tx,
  told: readonly { attemptId: string; providerSid: string; senderAddress: string | null }[],
): Promise<void> {
  if (told.length === 0) return
  await sql`
    update attempt set provider_sid = coalesce(attempt.provider_sid, told.provider_sid),
      sender_address = case when attempt.service_sid is not null then coalesce(attempt.sender_address, told.sender_address) end
    from (select "attemptId" as id, min("providerSid") as provider_sid, min("senderAddress") as sender_address
      from ${tableOf('each', told, nameColumns)} group by "attemptId") as told
    where attempt.organization_id = ${tx.organizationId} and attempt.id = told.id
      and (attempt.provider_sid is null or attempt.service_sid is not null and attempt.sender_address is null and told.sender_address is not null)`.execute(
    tx.db,
  )
}

/** A message that nobody else changes until the transaction ends. */
export interface Locked {
  id: string
  status: string
}

/** Locks messages until the transaction ends, in one order for everybody. */
export async function lockMessages(tx: Tx, ids: readonly string[]): Promise<Locked[]> {
  const { rows } = await sql<Locked>`
    select id, status from message where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx.db,
  )
  return rows
}

/** Moves kept reports of these SIDs to their attempts; those that still have none stay. Returns the attempts. */
export async function takeOrphans(tx: Tx, sids: readonly string[]): Promise<string[]> {
  if (sids.length === 0) return []
  const { rows } = await sql<{ attemptId: string }>`
    with taken as (
      delete from orphan_status using attempt
      where orphan_status.organization_id = ${tx.organizationId} and orphan_status.provider_sid = any(${sids}::text[])
        and attempt.organization_id = orphan_status.organization_id and attempt.provider_sid = orphan_status.provider_sid
      returning attempt.id, orphan_status.status, orphan_status.error_code, orphan_status.detail
    )
    insert into delivery_status (organization_id, attempt_id, status, error_code, detail)
    select distinct on (id, status, error_code) ${tx.organizationId}, id, status, error_code, detail from taken
    on conflict do nothing returning attempt_id`.execute(tx.db)
  return [...new Set(rows.map((row) => row.attemptId))]
}

/** Forgets reports that no attempt has claimed since. */
export async function pruneOrphans(tx: Tx, before: Date): Promise<void> {
  await sql`delete from orphan_status where organization_id = ${tx.organizationId} and at < ${before}`.execute(
    tx.db,
  )
}
