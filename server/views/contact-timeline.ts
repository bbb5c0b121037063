import type { Activity } from '@parley/contract/contacts.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ActivityKind, Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, type Refused } from '#platform/refusal.ts'
import type { Wire } from '#platform/wire.ts'
import { showContact } from './contact-view.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'
import { loadNames, type Names, nameMembers } from './names.ts'

export type ActivityView = Wire<z.input<typeof Activity>>

interface Row {
  id: string
  place: string
  kind: ActivityKind
  actorKind: Actor['kind']
  actorId: string | null
  conversationId: string | null
  facts: Record<string, unknown>
  at: Date
}

function actorName(row: Row, names: Names, contactName: string): string | null {
  if (row.actorKind === 'contact') return contactName
  if (row.actorId === null) return null
  if (row.actorKind === 'member') return names.member(row.actorId)
  return row.actorKind === 'agent' ? names.agent(row.actorId) : null
}

/** Everything that happened with a contact, newest first. */
export async function listTimeline(
  tx: Tx,
  contactId: string,
  query: { after: Place | null; limit: number },
): Promise<{ items: ActivityView[]; nextCursor: string | null } | Refused> {
  const contact = await showContact(tx, contactId)
  if (isRefusal(contact)) return contact
  const { rows: found } = await sql<Row>`
    select id, at::text as place, kind, actor_kind, actor_id, conversation_id, facts, at from activity
    where organization_id = ${tx.organizationId} and contact_id = ${contact.id} and ${afterPlace(query.after, 'at', 'id')}
    order by at desc, id desc limit ${query.limit + 1}`.execute(tx.db)
  const { rows, nextCursor } = pageOf(found, query.limit)
  const names = await loadNames(tx)
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    actor: { kind: row.actorKind, name: actorName(row, names, contact.name) },
    conversationId: row.conversationId,
    facts: nameMembers(row.facts, names),
    at: row.at,
  }))
  return { items, nextCursor }
}
