import { type Kysely, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { UploadRow } from './send-store.ts'

/** What waits for its hour stands behind everything that was said; a thread has no more messages than this. */
const behindThread = 2_000_000_000

/** A place behind the thread, in the order of writing. The conversation is locked, so nobody else takes it. */
export async function placeBehindThread(tx: Tx, conversationId: string): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select coalesce(max(position), ${behindThread})::int + 1 as position from message
    where organization_id = ${tx.organizationId} and conversation_id = ${conversationId} and position > ${behindThread}`.execute(
    tx.db,
  )
  return rows[0]!.position
}

/** Organizations in which the hour of a message has come. */
export async function organizationsWithScheduled(finder: Kysely<Tables>, at: Date): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from message where phase = 'scheduled' and due_at <= ${at}`.execute(
    finder,
  )
  return rows.map((row) => row.organizationId)
}

/** Messages whose hour has come, the earliest first. */
export async function listDue(tx: Tx, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message where organization_id = ${tx.organizationId} and phase = 'scheduled' and due_at <= ${at}
    order by due_at, id limit 100`.execute(tx.db)
  return rows.map(({ id }) => id)
}

export interface ScheduledRow {
  id: string
  conversationId: string
  contactId: string
  kind: 'text' | 'media' | 'template'
  body: string
  templateId: string | null
  variables: Record<string, string> | null
  origin: 'member' | 'api' | 'system'
  authorId: string | null
  file: UploadRow | null
}

/** A message that still waits for its hour, held until the transaction ends. Its conversation is locked already. */
export async function lockScheduled(tx: Tx, id: string, at: Date): Promise<ScheduledRow | undefined> {
  const { rows } = await sql<ScheduledRow>`
    select id, conversation_id, contact_id, kind, body, template_id, variables, origin, author_id,
      (select jsonb_build_object('id', media.id, 'storageKey', storage_key, 'mediaType', media_type, 'fileName', file_name, 'bytes', bytes)
        from media where media.organization_id = message.organization_id and media.message_id = message.id and storage_key is not null limit 1) as file
    from message
    where organization_id = ${tx.organizationId} and id = ${id} and status = 'scheduled' and due_at <= ${at} for update`.execute(
    tx.db,
  )
  return rows[0]
}

/** What became of a message at its hour, and its place in the thread. */
export interface Fired {
  position: number
  status: 'queued' | 'held' | 'canceled'
  reason: string | null
  kind: 'text' | 'media' | 'template'
  body: string
  allowedBy: string | null
  consentId: string | null
  at: Date
}

export async function settleScheduled(tx: Tx, id: string, fired: Fired): Promise<void> {
  await sql`
    update message set position = ${fired.position}, status = ${fired.status}, status_reason = ${fired.reason}, kind = ${fired.kind},
      body = ${fired.body}, allowed_by = ${fired.allowedBy}, consent_id = ${fired.consentId}, created_at = ${fired.at}, due_at = now(), updated_at = now()
    where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
}
