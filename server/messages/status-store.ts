import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { nextAcceptedCheck } from './check-times.ts'
import type { Reported } from './fold-statuses.ts'

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

/** An attempt that was reported on. */
export interface ReportedOn {
  attemptId: string
  /** The SID this report taught us; null when it was known. */
  newSid: string | null
}

/** The SIDs of reports that do not name their attempt: only those are looked for by it. */
const sidsAlone = (rows: readonly StatusRow[]) =>
  rows.flatMap(({ attemptId, providerSid }) => (attemptId === null ? [providerSid] : []))

/** The messages that reports are about. */
export async function findReported(
  tx: Tx,
  rows: readonly StatusRow[],
): Promise<{ messageId: string; byService: boolean }[]> {
  const { rows: found } = await sql<{ messageId: string; byService: boolean }>`
    select distinct attempt.message_id, attempt.service_sid is not null as by_service from attempt where organization_id = ${tx.organizationId}
      and (id = any(${rows.flatMap(({ attemptId }) => attemptId ?? [])}::uuid[]) or provider_sid = any(${sidsAlone(rows)}::text[]))`.execute(
    tx.db,
  )
  return found
}

/**
 * Adds reports to the sets of their attempts; a repeated one changes nothing. One whose attempt nobody knows is kept
 * aside until an attempt turns up with its SID. The messages are locked already.
 */
export async function storeReports(tx: Tx, rows: readonly StatusRow[]): Promise<ReportedOn[]> {
  const given = rows.map(
    ({ connectorId, attemptId, providerSid, senderAddress, status, errorCode, detail }) => ({
      connector_id: connectorId,
      attempt_id: attemptId,
      provider_sid: providerSid,
      sender_address: senderAddress,
      status,
      error_code: errorCode,
      detail,
    }),
  )
  const ids = rows.flatMap(({ attemptId }) => attemptId ?? [])
  const { rows: found } = await sql<ReportedOn>`
    with given as materialized (
      select distinct on (attempt_id, provider_sid, sender_address, status, error_code) *
      from json_to_recordset(${json(given)}::json) as g (connector_id uuid, attempt_id uuid, provider_sid text, sender_address text, status text, error_code int, detail text)
    ), known as materialized (
      select given.*, attempt.id as known_id, attempt.provider_sid is null as is_unnamed from given
      left join attempt on attempt.organization_id = ${tx.organizationId}
        and (attempt.id = any(${ids}::uuid[]) or attempt.provider_sid = any(${sidsAlone(rows)}::text[]))
        and (attempt.id = given.attempt_id or (given.attempt_id is null and attempt.provider_sid = given.provider_sid))
    ), reported as (
      insert into delivery_status (organization_id, attempt_id, status, error_code, detail)
      select distinct on (known_id, status, error_code) ${tx.organizationId}, known_id, status, error_code, detail from known where known_id is not null
      on conflict do nothing
    ), orphaned as (
      insert into orphan_status (organization_id, connector_id, provider_sid, status, error_code, detail)
      select distinct on (connector_id, provider_sid, status, error_code) ${tx.organizationId}, connector_id, provider_sid, status, error_code, detail
      from known where known_id is null
      on conflict do nothing
    ), named as (
      update attempt set provider_sid = coalesce(attempt.provider_sid, told.provider_sid),
        sender_address = case when attempt.service_sid is not null then coalesce(attempt.sender_address, told.sender_address) end
      from (select known_id, min(provider_sid) as provider_sid, min(sender_address) as sender_address from known
        where known_id is not null group by known_id) as told
      where attempt.organization_id = ${tx.organizationId} and attempt.id = told.known_id
        and (attempt.provider_sid is null or attempt.service_sid is not null and attempt.sender_address is null and told.sender_address is not null)
    )
    select distinct known_id as attempt_id, case when is_unnamed then provider_sid end as new_sid
    from known where known_id is not null`.execute(tx.db)
  return found
}

/** Locks messages until the transaction ends, in one order for everybody. */
export async function lockMessages(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    select from message where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx.db,
  )
}

/** Moves kept reports of these SIDs to their attempts; those that still have none stay. Returns the attempts. */
export async function takeOrphans(tx: Tx, sids: readonly string[]): Promise<string[]> {
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

export interface ReportedAttempt {
  id: string
  messageId: string
  conversationId: string
  contactId: string
  senderId: string
  authorId: string | null
  permitId: string | null
  sid: string | null
  detail: string | null
  reports: Reported[]
  messageStatus: string
  retries: number
  /** No newer attempt was begun. */
  isLatest: boolean
  /** It went out as it was written, with a template to go out in its place. */
  hasTemplateBehind: boolean
}

/** Attempts with all that was reported of them. Their messages are locked already. */
export async function readAttempts(tx: Tx, ids: readonly string[]): Promise<ReportedAttempt[]> {
  const { rows } = await sql<ReportedAttempt>`
    select attempt.id, attempt.message_id, message.conversation_id, message.contact_id, message.sender_id, message.author_id, message.permit_id, attempt.provider_sid as sid,
      message.status as message_status, message.retries,
      message.kind <> 'template' and message.content_sid is not null as has_template_behind,
      (select jsonb_agg(jsonb_build_object('status', status, 'errorCode', error_code)) from delivery_status
        where organization_id = attempt.organization_id and attempt_id = attempt.id) as reports,
      (select max(detail) from delivery_status where organization_id = attempt.organization_id and attempt_id = attempt.id) as detail,
      not exists (select from attempt newer where newer.organization_id = attempt.organization_id
        and newer.message_id = attempt.message_id and newer.number > attempt.number) as is_latest
    from attempt
    join message on message.organization_id = attempt.organization_id and message.id = attempt.message_id
    where attempt.organization_id = ${tx.organizationId} and attempt.id = any(${ids}::uuid[]) order by attempt.id`.execute(
    tx.db,
  )
  return rows
}

/** Those of these messages whose contact neither opted out nor wrote since: a second try would not come out of place. */
export async function whichMayRetry(tx: Tx, messageIds: readonly string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select message.id from message
    join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    where message.organization_id = ${tx.organizationId} and message.id = any(${[...messageIds]}::uuid[])
      and not exists (select from suppression where sender_address = sender.address and contact_address = conversation.contact_address)
      and not exists (select from message later where later.organization_id = message.organization_id
        and later.conversation_id = message.conversation_id and later.direction = 'in' and later.position > message.position)`.execute(
    tx.db,
  )
  return new Set(rows.map(({ id }) => id))
}

export interface ReportedChange {
  attemptId: string
  messageId: string
  sid: string | null
  attemptState: 'accepted' | 'failed'
  errorCode: number | null
  detail: string | null
  /** Nothing more is to come, so nobody need ask Twilio again. */
  isFinal: boolean
  /** Null: the message stays as it is. */
  status: string | null
  reason: string | null
  /** For a second try: not before so many seconds. */
  waitSeconds: number | null
}

/**
 * Writes what the reports came to, where it is not so already: of the four that a message gets, "queued" changes nothing, and only "delivered"
 * changes its attempt.
 */
export async function updateReported(tx: Tx, changes: readonly ReportedChange[]): Promise<void> {
  const rows = changes.map((change) => ({
    attempt_id: change.attemptId,
    message_id: change.messageId,
    sid: change.sid,
    attempt_state: change.attemptState,
    error_code: change.errorCode,
    detail: change.detail,
    is_final: change.isFinal,
    status: change.status,
    reason: change.reason,
    wait_seconds: change.waitSeconds,
  }))
  await sql`
    with change as (
      select * from json_to_recordset(${json(rows)}::json) as c (attempt_id uuid, message_id uuid, sid text, attempt_state text, error_code int,
        detail text, is_final boolean, status text, reason text, wait_seconds int)
    ), after as materialized (
      select attempt.id, case when attempt.state in ('rejected', 'not_sent', 'abandoned') then attempt.state else change.attempt_state end as state,
        coalesce(change.error_code, attempt.error_code) as error_code, coalesce(change.detail, attempt.detail) as detail,
        coalesce(attempt.settled_at, now()) as settled_at,
        case when change.is_final then null else ${nextAcceptedCheck} end as next_check_at
      from change join attempt on attempt.organization_id = ${tx.organizationId} and attempt.id = change.attempt_id
        and attempt.id = any(${changes.map(({ attemptId }) => attemptId)}::uuid[])
    ), tried as (
      update attempt set state = after.state, error_code = after.error_code, detail = after.detail, settled_at = after.settled_at,
        next_check_at = after.next_check_at
      from after where attempt.organization_id = ${tx.organizationId} and attempt.id = after.id
        and (attempt.state, attempt.error_code, attempt.detail, attempt.settled_at, attempt.next_check_at)
          is distinct from (after.state, after.error_code, after.detail, after.settled_at, after.next_check_at)
    )
    update message set status = change.status, status_reason = change.reason,
      error_code = case when change.status = 'queued' then message.error_code else change.error_code end,
      provider_sid = coalesce(change.sid, message.provider_sid), lease_until = null, updated_at = now(),
      retries = message.retries + case when change.wait_seconds is null then 0 else 1 end,
      due_at = case when change.wait_seconds is null then due_at else now() + change.wait_seconds * interval '1 s' end
    from change where message.organization_id = ${tx.organizationId} and message.id = change.message_id and change.status is not null
      and message.id = any(${changes.map(({ messageId }) => messageId)}::uuid[])
      and (change.wait_seconds is not null or (message.status, message.status_reason, message.error_code, message.provider_sid)
        is distinct from (change.status, change.reason, change.error_code, coalesce(change.sid, message.provider_sid)))`.execute(
    tx.db,
  )
}
