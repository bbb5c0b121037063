import { sql } from 'kysely'
import type { DeliveryStatus } from '@parley/contract/delivery-status.ts'
import type { Tx } from '#platform/db.ts'
import type { Said } from './preview.ts'

/** A message with everything around it that a thread shows. */
export interface ThreadRow {
  id: string
  conversationId: string
  position: number
  direction: 'in' | 'out'
  kind: 'text' | 'media' | 'location' | 'contacts' | 'button' | 'list' | 'flow' | 'template' | 'unknown'
  body: string
  details: Record<string, unknown>
  media: {
    id: string
    state: 'waiting' | 'stored' | 'failed'
    mediaType: string | null
    fileName: string | null
    bytes: number | null
    storageKey: string | null
    providerUrl: string | null
    detail: string | null
  }[]
  quotedSid: string | null
  quotedId: string | null
  quotedSaid: Pick<Said, 'kind' | 'body' | 'details'> | null
  origin: 'contact' | 'member' | 'agent' | 'campaign' | 'api' | 'system'
  authorId: string | null
  agentName: string | null
  twinMemberId: string | null
  sources: { articleId: string; passageId: string; title: string; excerpt: string; score: number }[]
  status: DeliveryStatus
  statusReason: string | null
  errorCode: number | null
  errorDetail: string | null
  late: boolean
  /** While it is scheduled. */
  sendAt: Date | null
  createdAt: Date
  updatedAt: Date
}

const quoted = sql`select quoted.id, quoted.kind, quoted.body, quoted.details from message quoted`
const isQuoted = sql`quoted.organization_id = message.organization_id and message.quoted_sid is not null and quoted.conversation_id = message.conversation_id`

const thread = sql`
  select message.id, message.conversation_id, message.position::int as position, message.direction, message.kind, message.body, message.details,
    message.quoted_sid, quoted.id as quoted_id, case when quoted.id is not null then jsonb_build_object('kind', quoted.kind, 'body', left(quoted.body, 140), 'details', quoted.details) end as quoted_said, message.origin, message.author_id, agent.name as agent_name,
    twin.member_id as twin_member_id,
    message.sources, message.status, message.status_reason, message.error_code, message.late,
    case when message.status = 'scheduled' then message.due_at end as send_at, message.created_at, message.updated_at,
    (select detail from attempt where attempt.organization_id = message.organization_id and attempt.message_id = message.id
      order by number desc limit 1) as error_detail,
    coalesce((select jsonb_agg(jsonb_build_object('id', media.id, 'state', media.state, 'mediaType', media.media_type, 'fileName', media.file_name,
        'bytes', media.bytes, 'storageKey', media.storage_key, 'providerUrl', media.provider_url, 'detail', media.detail) order by media.position)
      from media where media.organization_id = message.organization_id and media.message_id = message.id), '[]') as media
  from message
  left join agent on agent.organization_id = message.organization_id and agent.id = message.agent_id
  left join twin on twin.organization_id = message.organization_id and twin.agent_id = message.agent_id
  left join lateral (
    -- Each way has its index.
    ${quoted} where ${isQuoted} and quoted.inbound_sid = message.quoted_sid
    union all
    ${quoted} join attempt on attempt.organization_id = quoted.organization_id and attempt.message_id = quoted.id
      where ${isQuoted} and attempt.organization_id = message.organization_id and attempt.provider_sid = message.quoted_sid
    limit 1
  ) as quoted on true`

/** A page of a thread, newest first: before a position, or after one. */
export async function listThread(
  tx: Tx,
  conversationId: string,
  { before, after, limit }: { before?: number | undefined; after?: number | undefined; limit: number },
): Promise<ThreadRow[]> {
  const { rows } = await sql<ThreadRow>`${thread}
    where message.organization_id = ${tx.organizationId} and message.conversation_id = ${conversationId}
      and message.position < ${before ?? Number.MAX_SAFE_INTEGER} and message.position > ${after ?? 0}
    order by message.position desc limit ${limit}`.execute(tx.db)
  return rows
}

export async function findThreadRow(tx: Tx, id: string): Promise<ThreadRow | undefined> {
  const { rows } =
    await sql<ThreadRow>`${thread} where message.organization_id = ${tx.organizationId} and message.id = ${id}`.execute(
      tx.db,
    )
  return rows[0]
}

/** What waits for a person: drafts, held ones, and those whose outcome nobody knows. */
export async function listOpen(tx: Tx, status: string | undefined): Promise<ThreadRow[]> {
  const wanted =
    status === undefined
      ? ['draft', 'held', 'unknown', 'failed', 'undelivered']
      : status === 'failed'
        ? ['failed', 'undelivered']
        : [status]
  const { rows } = await sql<ThreadRow>`${thread}
    where message.organization_id = ${tx.organizationId} and message.phase in ('attention', 'failed') and message.status = any(${wanted}::text[])
    order by message.updated_at desc limit 200`.execute(tx.db)
  return rows
}

export interface AttemptRow {
  id: string
  number: number
  state: 'dispatching' | 'accepted' | 'rejected' | 'not_sent' | 'unknown' | 'failed' | 'abandoned'
  providerSid: string | null
  errorCode: number | null
  detail: string | null
  dispatchedAt: Date
  settledAt: Date | null
  statuses: { status: string; errorCode: number | null; at: string }[]
}

export async function listAttempts(tx: Tx, messageId: string): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`
    select id, number, state, provider_sid, error_code, detail, dispatched_at, settled_at,
      coalesce((select jsonb_agg(jsonb_build_object('status', status, 'errorCode', nullif(error_code, 0),
          'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by at)
        from delivery_status where organization_id = attempt.organization_id and attempt_id = attempt.id), '[]') as statuses
    from attempt where organization_id = ${tx.organizationId} and message_id = ${messageId} order by number`.execute(
    tx.db,
  )
  return rows
}
