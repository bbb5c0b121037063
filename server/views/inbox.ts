import type { ConversationFilter } from '@parley/contract/conversations.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { conversationOf, type ConversationView, selectConversations } from './conversation-view.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'
import { contactsLike, containing } from '#contacts/search-text.ts'

export type InboxFilter = z.infer<typeof ConversationFilter>

/** What is asked of the inbox. */
export interface InboxQuery {
  filter: InboxFilter
  senderId?: string | undefined
  contactId?: string | undefined
  search?: string | undefined
  after: Place | null
  limit: number
}

/** Messages that a person has to look at: to approve, to settle, or to send again. */
const needsAttention = (organizationId: string) =>
  sql`c.id in (select conversation_id from message where organization_id = ${organizationId}
    and phase in ('attention', 'failed') and origin <> 'campaign'
    and status_reason is distinct from 'replaced_by_template')`

/** A filter as a condition on `c`. For a key, which is no member, nothing is "mine". */
function conditionOf(
  filter: InboxFilter,
  organizationId: string,
  memberId: string | null,
): RawBuilder<unknown> {
  if (filter === 'waiting') return sql`c.waiting_reason is not null`
  if (filter === 'mine') return sql`(c.assigned_to = ${memberId}::text or c.holder_id = ${memberId}::text)`
  if (filter === 'unassigned') return sql`c.assigned_to is null`
  if (filter === 'unread') return sql`c.unread_count > 0`
  if (filter === 'attention') return needsAttention(organizationId)
  return sql`true`
}

/**
 * How far back the text of messages is searched. Under row-level security PostgreSQL may not look for text in an index
 * (its operators could tell of hidden rows), so the newest messages are read through.
 */
const messagesSearched = 100_000

function matching(organizationId: string, text: string): RawBuilder<unknown> {
  return sql`(c.contact_id in (${contactsLike(organizationId, text)})
    or c.id in (
      select conversation_id from (
        select conversation_id, body from message where organization_id = ${organizationId}
        order by id desc limit ${messagesSearched}
      ) recent where body ilike ${containing(text)}))`
}

/** A page of the inbox, newest first. */
export async function listInbox(
  tx: Tx,
  query: InboxQuery,
  memberId: string | null,
  at: Date,
): Promise<{ items: ConversationView[]; nextCursor: string | null }> {
  const search = query.search?.trim()
  // Someone's own threads are shown whole; the inbox begins where somebody answered.
  const conditions = [conditionOf(query.filter, tx.organizationId, memberId)]
  if (!query.contactId) conditions.push(sql`not c.quiet`)
  if (query.senderId) conditions.push(sql`c.sender_id = ${query.senderId}`)
  if (query.contactId) conditions.push(sql`c.contact_id = ${query.contactId}`)
  if (search) conditions.push(matching(tx.organizationId, search))
  conditions.push(afterPlace(query.after, 'c.last_message_at', 'c.id'))
  const found = await selectConversations(tx, sql.join(conditions, sql` and `), query.limit + 1)
  const { rows, nextCursor } = pageOf(found, query.limit)
  const members = await memberNames(tx)
  return { items: rows.map((row) => conversationOf(row, members, at)), nextCursor }
}

/** How many conversations each filter holds. */
export async function countInbox(tx: Tx, memberId: string | null): Promise<Record<InboxFilter, number>> {
  const count = (filter: InboxFilter) =>
    sql`(count(*) filter (where ${conditionOf(filter, tx.organizationId, memberId)}))::integer`
  const { rows } = await sql<Record<InboxFilter, number>>`
    select count(*)::integer as "all", ${count('waiting')} as waiting, ${count('mine')} as mine,
      ${count('unassigned')} as unassigned, ${count('unread')} as unread, ${count('attention')} as attention
    from conversation c where c.organization_id = ${tx.organizationId} and not c.quiet`.execute(tx.db)
  return rows[0]!
}
