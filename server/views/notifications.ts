import type { Notification } from '@parley/contract/contacts.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { NotificationKind } from '#activities/activity.ts'
import { displayName } from '#contacts/contact.ts'
import type { About } from '#notifications/about.ts'
import type { Tx } from '#platform/db.ts'
import type { Wire } from '#platform/wire.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'
import { loadNames, nameMembers } from './names.ts'

export type NotificationView = Wire<z.input<typeof Notification>>

interface Row {
  id: string
  place: string
  kind: NotificationKind
  contactId: string | null
  contactName: string | null
  profileName: string | null
  address: string | null
  conversationId: string | null
  facts: Record<string, unknown>
  count: number
  updatedAt: Date
  readAt: Date | null
}

const contactAddress = sql`coalesce(conversation.contact_address, (
  select min(address) from contact_identity identity
  where identity.organization_id = n.organization_id and identity.contact_id = n.contact_id))`
const withContacts = sql`
  left join contact on contact.organization_id = n.organization_id and contact.id = n.contact_id
  left join conversation on conversation.organization_id = n.organization_id and conversation.id = n.conversation_id`

function contactOf(row: Omit<Row, 'place' | 'updatedAt'>) {
  const { contactId, contactName, profileName, address } = row
  if (contactId === null || contactName === null || profileName === null || address === null) return null
  return { id: contactId, name: displayName({ name: contactName, profileName }, address), address }
}

/** A member's notifications, the last raised first, and how many are unread in all. */
export async function listNotifications(
  tx: Tx,
  memberId: string,
  query: { after: Place | null; limit: number },
): Promise<{ items: NotificationView[]; nextCursor: string | null; unreadCount: number }> {
  // Each half by its own index: that of the unread does not know when they were raised, so that raising them again costs little.
  const half = (part: RawBuilder<unknown>, at: string) => sql`(
    select n.* from notification n
    where n.organization_id = ${tx.organizationId} and n.member_id = ${memberId} and ${part} and ${afterPlace(query.after, at, 'n.id')}
    order by ${sql.ref(at)} desc, n.id desc limit ${query.limit + 1})`
  const unread = half(sql`n.read_at is null`, 'n.updated_at')
  const read = half(sql`n.settled_at is not null`, 'n.settled_at')
  const { rows: found } = await sql<Row>`
    select n.id, n.updated_at::text as place, n.kind, n.contact_id, contact.name as contact_name, contact.profile_name,
      ${contactAddress} as address, n.conversation_id, n.facts, n.count, n.updated_at, n.read_at
    from (${unread} union all ${read}) n ${withContacts}
    order by n.updated_at desc, n.id desc limit ${query.limit + 1}`.execute(tx.db)
  const { rows, nextCursor } = pageOf(found, query.limit)
  const names = await loadNames(tx)
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    contact: contactOf(row),
    conversationId: row.conversationId,
    facts: nameMembers(row.facts, names),
    count: row.count,
    at: row.updatedAt,
    read: row.readAt !== null,
  }))
  return { items, nextCursor, unreadCount: await countUnread(tx, memberId) }
}

/** Notifications by id, as they are told outside the app: with what the contact wrote last. What is gone is absent. */
export async function describeNotifications(tx: Tx, ids: readonly string[]): Promise<Map<string, About>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Omit<Row, 'place' | 'updatedAt'> & { text: string | null }>`
    select n.id, n.kind, n.contact_id, contact.name as contact_name, contact.profile_name, ${contactAddress} as address,
      n.conversation_id, n.facts, n.count, n.read_at,
      (select message.body from message where message.organization_id = n.organization_id and message.conversation_id = n.conversation_id
        and message.direction = 'in' order by message.position desc limit 1) as text
    from notification n ${withContacts}
    where n.organization_id = ${tx.organizationId} and n.id = any(${ids}::uuid[])`.execute(tx.db)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        kind: row.kind,
        count: row.count,
        read: row.readAt !== null,
        contactName: contactOf(row)?.name ?? null,
        conversationId: row.conversationId,
        text: row.text,
        facts: row.facts,
      },
    ]),
  )
}

async function countUnread(tx: Tx, memberId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('notification')
    .select((of) => of.fn.countAll<number>().as('unread'))
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  return row.unread
}
