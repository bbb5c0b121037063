import { sql } from 'kysely'
import { noteRefusals } from '#connectors/note-refusals.ts'
import { announce } from '#platform/announce.ts'
import { json, type Database, type Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import type { PostOutcome } from '#twilio/post-outcome.ts'
import { isBlocked } from './blocked-messages.ts'
import { nextAcceptedCheck } from './check-times.ts'
import { followSenders, holdThreadsOf, type Picked } from './follow-sender.ts'
import { adoptOrphans } from './record-status.ts'
import { lockMessages } from './status-store.ts'
import { tellMoved } from './tell-moved.ts'

/** What became of one POST. */
export interface Outcome {
  organizationId: string
  attemptId: string
  messageId: string
  conversationId: string
  contactId: string
  senderId: string
  claimEpoch: number
  byService: boolean
  result: PostOutcome
}

/** What an outcome does to the attempt and to the message. Pure, so that it can be read as a table. */
export interface Settlement {
  attempt: 'accepted' | 'rejected' | 'not_sent' | 'unknown'
  message: 'accepted' | 'queued' | 'failed' | 'unknown'
  sid: string | null
  errorCode: number | null
  httpStatus: number | null
  detail: string | null
  /** For `queued`: not before so many seconds. */
  waitSeconds: number
}

/** Twilio takes a breath after 429; a connection that failed is tried again a little later, with some jitter. */
const pauseSeconds = (asked: number | null, jitter: number) => (asked ?? 2) + jitter * 2

/**
 * Only what surely did not happen is sent again: a refusal that says so, or a request of which no byte was written. An
 * answer that was lost makes the message unknown.
 */
export function settle(result: PostOutcome, jitter: number): Settlement {
  const nothing = { sid: null, errorCode: null, httpStatus: null, detail: null, waitSeconds: 0 }
  if (result.outcome === 'accepted')
    return { ...nothing, attempt: 'accepted', message: 'accepted', sid: result.sid }
  if (result.outcome === 'unknown') {
    return {
      ...nothing,
      attempt: 'unknown',
      message: 'unknown',
      httpStatus: result.httpStatus,
      detail: result.reason,
    }
  }
  if (result.outcome === 'notSent') {
    return {
      ...nothing,
      attempt: 'not_sent',
      message: 'queued',
      detail: result.reason,
      waitSeconds: pauseSeconds(null, jitter),
    }
  }
  const { code, httpStatus, message: detail, retry, retryAfterSeconds } = result
  const told = { ...nothing, attempt: 'rejected' as const, errorCode: code, httpStatus, detail }
  if (httpStatus === 429)
    return { ...told, message: 'queued', waitSeconds: pauseSeconds(retryAfterSeconds, jitter) }
  // Nothing is the message's fault: it waits until the connector works again.
  if (retry === 'credentials') return { ...told, message: 'queued', waitSeconds: 5 }
  return { ...told, message: 'failed' }
}

/** Records a batch, one transaction for each organization. Answers for the group commit. */
export async function recordOutcomes(database: Database, batch: readonly Outcome[]): Promise<null[]> {
  const groups = Map.groupBy(batch, (outcome) => outcome.organizationId)
  await Promise.all(
    [...groups].map(([organizationId, outcomes]) =>
      database.withOrganization(organizationId, (tx) => record(tx, outcomes), { retry: true }),
    ),
  )
  return batch.map(() => null)
}

async function record(tx: Tx, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map(({ attemptId, messageId, claimEpoch, result }) => ({
    attempt_id: attemptId,
    message_id: messageId,
    claim_epoch: claimEpoch,
    sender_address: result.outcome === 'accepted' ? result.from : null,
    ...snake(settle(result, Math.random())),
  }))
  const threads = await holdThreadsOf(tx, outcomes.flatMap(pickedBy))
  // Messages before attempts, as everyone does who locks both: a report of the same attempt may be on its way.
  const locked = await lockMessages(
    tx,
    outcomes.map(({ messageId }) => messageId),
  )
  const open = locked.filter(({ status }) => status === 'dispatching' || status === 'unknown')
  // The attempt's own row is settled whatever the message has become meanwhile; the message only by the worker whose
  // claim it still is. A callback may have been faster than the answer: what it proved stays. The lists of ids are there for
  // the planner, which otherwise may walk through the whole organization, and which status a message has is known already:
  // asked again, it is planned as if hardly any had it, and every pair is compared.
  const { rows: moved } = await sql<{ permitId: string | null }>`
    with told as (
      select * from json_to_recordset(${json(rows)}::json) as t (attempt_id uuid, message_id uuid, claim_epoch int, attempt text,
        message text, sid text, sender_address text, error_code int, http_status int, detail text, wait_seconds float8)
    ), tried as (
      update attempt set state = case when attempt.state in ('accepted', 'failed') then attempt.state else told.attempt end,
        provider_sid = coalesce(attempt.provider_sid, told.sid), error_code = coalesce(attempt.error_code, told.error_code),
        sender_address = case when attempt.service_sid is not null then coalesce(attempt.sender_address, told.sender_address) end,
        http_status = told.http_status, detail = coalesce(attempt.detail, told.detail),
        settled_at = case when told.attempt = 'unknown' then null else now() end,
        next_check_at = case when attempt.state in ('accepted', 'failed') then attempt.next_check_at
          when told.attempt = 'unknown' then now() + interval '20 s' when told.attempt = 'accepted' then ${nextAcceptedCheck} end
      from told where attempt.organization_id = ${tx.organizationId} and attempt.id = told.attempt_id
        and attempt.id = any(${outcomes.map(({ attemptId }) => attemptId)}::uuid[])
        and attempt.claim_epoch = told.claim_epoch and attempt.state in ('dispatching', 'unknown', 'accepted', 'failed')
    )
    update message set status = told.message, error_code = told.error_code,
      status_reason = case when told.message = 'queued' then told.detail when told.message = 'failed' and told.error_code is null then 'twilio_refused' end,
      provider_sid = coalesce(message.provider_sid, told.sid), lease_until = null, updated_at = now(),
      due_at = case when told.message = 'queued' then now() + told.wait_seconds * interval '1 s' else due_at end
    from told where message.organization_id = ${tx.organizationId} and message.id = told.message_id
      and message.id = any(${open.map(({ id }) => id)}::uuid[]) and message.claim_epoch = told.claim_epoch
    returning message.permit_id`.execute(tx.db)
  await followSenders(tx, threads)
  for (const { messageId, result } of outcomes) {
    if (result.outcome !== 'rejected' || !isBlocked(result.code)) continue
    await announce(tx, 'message.blocked', { messageId, code: result.code })
  }
  await noteRefusals(
    tx,
    outcomes.flatMap(({ senderId, contactId, result }) =>
      result.outcome === 'rejected' ? [{ senderId, contactId, code: result.code }] : [],
    ),
  )
  await adoptOrphans(
    tx,
    outcomes.flatMap(({ result }) => (result.outcome === 'accepted' ? [result.sid] : [])),
  )
  publishAll(
    tx,
    outcomes.map(({ messageId, conversationId }) => ({
      topic: 'message' as const,
      subjectId: messageId,
      facts: { conversationId },
    })),
  )
  await tellMoved(
    tx,
    moved.map(({ permitId }) => permitId),
  )
}

/** The sender that Twilio's answer to a POST tells already. */
const pickedBy = ({ byService, attemptId, result }: Outcome): Picked[] =>
  byService && result.outcome === 'accepted' && result.from !== null
    ? [{ attemptId, providerSid: result.sid, senderAddress: result.from }]
    : []

const snake = ({ errorCode, httpStatus, waitSeconds, ...rest }: Settlement) => ({
  ...rest,
  error_code: errorCode,
  http_status: httpStatus,
  wait_seconds: waitSeconds,
})
