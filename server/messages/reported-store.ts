import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { tableOf } from '#platform/table-of.ts'
import { nextAcceptedCheck } from './check-times.ts'
import type { Reported } from './fold-statuses.ts'

/** An attempt with all that was reported of it, and its message. */
export interface ReportedAttempt {
  id: string
  state: string
  errorCode: number | null
  sid: string | null
  /** What Twilio said last in words. */
  detail: string | null
  isSettled: boolean
  /** Twilio will be asked about it. */
  isChecked: boolean
  reports: Reported[]
  /** What the reports say in words. */
  told: string | null
  messageId: string
  conversationId: string
  contactId: string
  senderId: string
  authorId: string | null
  permitId: string | null
  messageStatus: string
  messageReason: string | null
  messageErrorCode: number | null
  messageSid: string | null
  retries: number
  /** No newer attempt was begun. */
  isLatest: boolean
  /** It went out as it was written, with a template to go out in its place. */
  hasTemplateBehind: boolean
}

/** Attempts with all that was reported of them. Their messages are locked already. */
export async function readAttempts(tx: Tx, ids: readonly string[]): Promise<ReportedAttempt[]> {
  const { rows } = await sql<ReportedAttempt>`
    select attempt.id, attempt.state, attempt.error_code, attempt.provider_sid as sid, attempt.detail, attempt.settled_at is not null as is_settled,
      attempt.next_check_at is not null as is_checked, reported.reports, reported.told,
      message.id as message_id, message.conversation_id, message.contact_id, message.sender_id, message.author_id, message.permit_id,
      message.status as message_status, message.status_reason as message_reason, message.error_code as message_error_code,
      message.provider_sid as message_sid, message.retries,
      message.kind <> 'template' and message.content_sid is not null as has_template_behind,
      -- Each claim has an attempt at most, and the last claim no newer one.
      attempt.claim_epoch = message.claim_epoch or not exists (select from attempt newer where newer.organization_id = attempt.organization_id
        and newer.message_id = attempt.message_id and newer.number > attempt.number) as is_latest
    from attempt
    join message on message.organization_id = attempt.organization_id and message.id = attempt.message_id
    cross join lateral (
      select jsonb_agg(jsonb_build_object('status', status, 'errorCode', error_code)) as reports, max(detail) as told
      from delivery_status where organization_id = attempt.organization_id and attempt_id = attempt.id
    ) as reported
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

/** What reports make of an attempt. */
export interface AttemptChange {
  id: string
  state: string
  errorCode: number | null
  detail: string | null
  /** Nothing more is to come, so nobody need ask Twilio again. */
  isFinal: boolean
}

const attemptColumns = {
  id: 'uuid',
  state: 'text',
  errorCode: 'integer',
  detail: 'text',
  isFinal: 'boolean',
} as const

export async function updateAttempts(tx: Tx, changes: readonly AttemptChange[]): Promise<void> {
  if (changes.length === 0) return
  await sql`
    update attempt set state = change.state, error_code = change."errorCode", detail = change.detail,
      settled_at = coalesce(attempt.settled_at, now()),
      next_check_at = case when change."isFinal" then null else ${nextAcceptedCheck} end
    from ${tableOf('change', changes, attemptColumns)}
    where attempt.organization_id = ${tx.organizationId} and attempt.id = change.id
      and attempt.id = any(${changes.map(({ id }) => id)}::uuid[])`.execute(tx.db)
}

/** What reports make of a message. */
export interface MessageChange {
  id: string
  status: string
  reason: string | null
  errorCode: number | null
  sid: string | null
  /** For a second try: not before so many seconds. */
  waitSeconds: number | null
}

const messageColumns = {
  id: 'uuid',
  status: 'text',
  reason: 'text',
  errorCode: 'integer',
  sid: 'text',
  waitSeconds: 'integer',
} as const

export async function updateMessages(tx: Tx, changes: readonly MessageChange[]): Promise<void> {
  if (changes.length === 0) return
  await sql`
    update message set status = change.status, status_reason = change.reason, error_code = change."errorCode", provider_sid = change.sid,
      lease_until = null, updated_at = now(), retries = message.retries + case when change."waitSeconds" is null then 0 else 1 end,
      due_at = case when change."waitSeconds" is null then due_at else now() + change."waitSeconds" * interval '1 s' end
    from ${tableOf('change', changes, messageColumns)}
    where message.organization_id = ${tx.organizationId} and message.id = change.id
      and message.id = any(${changes.map(({ id }) => id)}::uuid[])`.execute(tx.db)
}
