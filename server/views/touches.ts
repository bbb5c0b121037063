import type { Touch as TouchShape } from '@parley/contract/campaigns.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { displayName } from '#contacts/contact.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { isToSearched } from '#campaigns/touch.ts'
import { fillTemplate } from '#templates/fill-template.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'

type Touch = z.input<typeof TouchShape>

interface TouchRow {
  id: string
  name: string
  profileName: string
  address: string
  step: number
  state: Touch['state']
  text: string
  templateId: string | null
  templateName: string | null
  language: string | null
  contentType: string | null
  content: Record<string, unknown> | null
  variables: Record<string, string> | null
  facts: Record<string, string>
  sources: Touch['sources']
  composedBy: Touch['composedBy']
  note: Touch['note']
  reason: string | null
  dueAt: Date
  place: string
}

export const mainAddress = sql`coalesce((select min(address) from contact_identity identity
  where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '')`

async function select(tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<TouchRow[]> {
  const { rows } = await sql<TouchRow>`
    select touch.contact_id as id, contact.name, contact.profile_name, ${mainAddress} as address, touch.step, touch.state, touch.text, touch.template_id,
      template.name as template_name, template.language, template.content_type, template.content, touch.variables, touch.facts, touch.sources, touch.composed_by,
      touch.note, touch.reason, touch.due_at,
      touch.due_at::text as place
    from touch
    join contact on contact.organization_id = touch.organization_id and contact.id = touch.contact_id
    left join template on template.organization_id = touch.organization_id and template.id = touch.template_id
    where touch.organization_id = ${tx.organizationId} and ${where}
    order by touch.due_at desc, touch.contact_id desc limit ${limit}`.execute(tx.db)
  return rows
}

interface Queue {
  state: string
  search?: string | undefined
  after: Place | null
  limit: number
}

/** A page of a campaign's touches in one state, and how many there are in all. */
export async function listTouches(
  tx: Tx,
  campaignId: string,
  { state, search, after, limit }: Queue,
): Promise<{ items: Touch[]; nextCursor: string | null; matching: number }> {
  const { organizationId } = tx
  const queue = sql`touch.campaign_id = ${campaignId} and touch.state = ${state} and ${isToSearched(organizationId, search)}`
  const found = await select(
    tx,
    sql`${queue} and ${afterPlace(after, 'touch.due_at', 'touch.contact_id')}`,
    limit + 1,
  )
  const { rows, nextCursor } = pageOf(found, limit)
  const { rows: counted } = await sql<{ matching: number }>`
    select count(*)::int as matching from touch where touch.organization_id = ${organizationId} and ${queue}`.execute(
    tx.db,
  )
  return { items: rows.map(show), nextCursor, matching: counted[0]!.matching }
}

export async function showTouch(
  tx: Tx,
  campaignId: string,
  contactId: string,
  step: number,
): Promise<Touch | Refused> {
  const [row] = await select(
    tx,
    sql`touch.campaign_id = ${campaignId} and touch.contact_id = ${contactId} and touch.step = ${step}`,
    1,
  )
  return row ? show(row) : refuse('not_found')
}

function show(row: TouchRow): Touch {
  const {
    id,
    step,
    state,
    text,
    variables,
    facts,
    sources,
    composedBy,
    note,
    reason,
    dueAt,
    templateId,
    templateName,
    language,
    contentType,
    content,
  } = row
  return {
    contact: { id, name: displayName(row, row.address), address: row.address },
    step,
    state,
    text,
    template:
      templateId && content
        ? {
            id: templateId,
            name: templateName ?? '',
            language: language ?? '',
            preview: fillTemplate(
              { contentType: contentType ?? '', content, language: language ?? '' },
              row.variables ?? {},
            ).preview,
          }
        : null,
    variables,
    facts,
    sources,
    composedBy,
    note,
    reason,
    dueAt: dueAt.toISOString(),
  }
}
