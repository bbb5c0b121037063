import { type Kysely, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { InboundMedia } from '#twilio/inbound-content.ts'

/** A file of an inbound message that is still at Twilio. */
export interface ExpectedMedia {
  id: string
  messageId: string
  conversationId: string
  connectorId: string
  providerUrl: string
  declaredType: string | null
  tries: number
}

/** Notes the files of a message as expected. Returns their ids, in order. */
export async function expectMedia(
  tx: Tx,
  messageId: string,
  media: readonly InboundMedia[],
): Promise<string[]> {
  const rows = media.map(({ url, contentType }, position) => ({
    organizationId: tx.organizationId,
    id: newId(),
    messageId,
    position,
    providerUrl: url,
    declaredType: contentType,
    state: 'waiting' as const,
    nextTryAt: sql<Date>`now()`,
  }))
  if (rows.length > 0) await tx.db.insertInto('media').values(rows).execute()
  return rows.map((row) => row.id)
}

/**
 * Takes expected files whose time has come, putting their next try ahead: a worker that dies loses a try, not a file.
 * @param retrySeconds seconds until the try after this one, by tries so far
 */
export async function takeExpected(
  tx: Tx,
  retrySeconds: readonly number[],
  limit: number,
): Promise<ExpectedMedia[]> {
  const { rows } = await sql<ExpectedMedia>`
    update media set tries = tries + 1,
      next_try_at = now() + (${retrySeconds}::int[])[least(tries + 1, ${retrySeconds.length})] * interval '1 s'
    from message
    where message.organization_id = media.organization_id and message.id = media.message_id
      and media.organization_id = ${tx.organizationId} and media.id in (
        select id from media where organization_id = ${tx.organizationId} and state = 'waiting' and next_try_at <= now()
        order by next_try_at for update skip locked limit ${limit})
    returning media.id, media.message_id, message.conversation_id, message.connector_id, media.provider_url, media.declared_type, media.tries`.execute(
    tx.db,
  )
  return rows
}

/** The file is kept: where, what it really is, and how large. */
export async function markStored(
  tx: Tx,
  id: string,
  file: { storageKey: string; mediaType: string; fileName: string | null; bytes: number },
): Promise<void> {
  await tx.db
    .updateTable('media')
    .set({ ...file, state: 'stored', nextTryAt: null, detail: null })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** Another try cannot help, or there was the last one. */
export async function markFailed(tx: Tx, id: string, detail: string, isFinal: boolean): Promise<void> {
  await tx.db
    .updateTable('media')
    .set({ detail, ...(isFinal ? { state: 'failed', nextTryAt: null } : {}) })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** Asks for a file again that could not be fetched. Returns its message, or undefined when there is no such file. */
export async function expectAgain(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.db
    .updateTable('media')
    .set({ state: 'waiting', tries: 0, nextTryAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('providerUrl', 'is not', null)
    .where('state', '!=', 'stored')
    .returning('messageId')
    .executeTakeFirst()
  return row?.messageId
}

/** Organizations in which a file is due, by the role that sees nothing else of them. */
export async function organizationsWithMedia(finder: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from media where state = 'waiting' and next_try_at <= now()`.execute(
    finder,
  )
  return rows.map((row) => row.organizationId)
}

/** A kept file by its key. */
export async function findFile(tx: Tx, storageKey: string) {
  return await tx.db
    .selectFrom('media')
    .select(['mediaType', 'fileName', 'bytes'])
    .where('organizationId', '=', tx.organizationId)
    .where('storageKey', '=', storageKey)
    .executeTakeFirst()
}
