import type { Activity } from '@parley/contract/contacts.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ActivityKind, Actor } from '#activities/activity.ts'
import { firstMediaType } from '#messages/first-media-type.ts'
import { previewOf, type Said } from '#messages/preview.ts'
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
  /** Of a message. */
  said: Said | null
  at: Date
}

function actorName(row: Row, names: Names, contactName: string): string | null {
  if (row.actorKind === 'contact') return contactName
  if (row.actorId === null) return null
  if (row.actorKind === 'member') return names.member(row.actorId)
  return row.actorKind === 'agent' ? names.agent(row.actorId) : null
}

/** What was never said is no line: who looks for it finds it in the thread. */
const unsaid = sql.join(['draft', 'scheduled', 'held', 'canceled'].map((status) => sql.lit(status)))

/** Messages as lines of the timeline: who wrote, and what they said. */
const messageLines = sql`
  select id, created_at as at, case direction when 'in' then 'message_received' else 'message_sent' end as kind,
    case origin when 'campaign' then case when agent_id is null then 'system' else 'agent' end when 'api' then 'key' else origin end as actor_kind,
    case when origin in ('agent', 'campaign') then agent_id::text else author_id end as actor_id, conversation_id, '{}'::jsonb as facts,
    jsonb_build_object('kind', kind, 'body', body, 'details', details, 'mediaType', ${firstMediaType}) as said
  from message`

/** Everything that happened with a contact, newest first: what was noted of them, and what was said. */
export async function listTimeline(
  tx: Tx,
  contactId: string,
  query: { after: Place | null; limit: number },
): Promise<{ items: ActivityView[]; nextCursor: string | null } | Refused> {
  const contact = await showContact(tx, contactId)
  if (isRefusal(contact)) return contact
  const { rows: found } = await sql<Row>`
    select line.*, at::text as place from (
      (select id, at, kind, actor_kind, actor_id, conversation_id, facts, null::jsonb as said from activity
       where organization_id = ${tx.organizationId} and contact_id = ${contact.id} and ${afterPlace(query.after, 'at', 'id')}
       order by at desc, id desc limit ${query.limit + 1})
      union all
      (${messageLines} where organization_id = ${tx.organizationId} and contact_id = ${contact.id} and status not in (${unsaid})
         and ${afterPlace(query.after, 'created_at', 'id')}
       order by created_at desc, id desc limit ${query.limit + 1})
    ) as line order by at desc, id desc limit ${query.limit + 1}`.execute(tx.db)
  const { rows, nextCursor } = pageOf(found, query.limit)
  const names = await loadNames(tx)
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    actor: { kind: row.actorKind, name: actorName(row, names, contact.name) },
    conversationId: row.conversationId,
    facts: row.said ? { preview: previewOf(row.said) } : nameMembers(row.facts, names),
    at: row.at,
  }))
  return { items, nextCursor }
}
