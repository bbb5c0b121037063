import type { ReportLine as ReportLineShape, Touch as TouchShape } from '@parley/contract/campaigns.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { displayName } from '#contacts/contact.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { fillTemplate } from '#templates/fill-template.ts'
import { explainReason } from './explain-reason.ts'
import { afterPlace, pageOf, type Place } from './cursor.ts'

type Touch = z.input<typeof TouchShape>
type ReportLine = z.input<typeof ReportLineShape>

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

const address = sql`coalesce((select min(address) from contact_identity identity
  where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '')`

async function select(tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<TouchRow[]> {
  const { rows } = await sql<TouchRow>`
    select touch.contact_id as id, contact.name, contact.profile_name, ${address} as address, touch.step, touch.state, touch.text, touch.template_id,
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

/** A page of a campaign's touches in one state. */
export async function listTouches(
  tx: Tx,
  campaignId: string,
  { state, after, limit }: { state: string; after: Place | null; limit: number },
): Promise<{ items: Touch[]; nextCursor: string | null }> {
  const found = await select(
    tx,
    sql`touch.campaign_id = ${campaignId} and touch.state = ${state} and ${afterPlace(after, 'touch.due_at', 'touch.contact_id')}`,
    limit + 1,
  )
  const { rows, nextCursor } = pageOf(found, limit)
  return { items: rows.map(show), nextCursor }
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

/** What a line of the report says of the last touch: where its message stands, or why there is none. */
const outcome = sql`case when message.id is null then touch.state else message.status end`
const why = sql`coalesce(message.error_code::text, message.status_reason, touch.reason, recipient.reason)`

const lines = (organizationId: string, campaignId: string) => sql`
  from recipient
  join contact on contact.organization_id = recipient.organization_id and contact.id = recipient.contact_id
  join lateral (
    select * from touch where touch.organization_id = recipient.organization_id and touch.campaign_id = recipient.campaign_id
      and touch.contact_id = recipient.contact_id order by (touch.state = 'sent') desc, step desc limit 1
  ) as touch on true
  left join message on message.organization_id = touch.organization_id and message.id = touch.message_id
  where recipient.organization_id = ${organizationId} and recipient.campaign_id = ${campaignId}`

interface LineRow extends Omit<ReportLine, 'contact' | 'repliedAt' | 'updatedAt'> {
  id: string
  name: string
  profileName: string
  address: string
  repliedAt: Date | null
  updatedAt: Date
  place: string
}

/** A page of the report, the youngest contacts first. */
export async function reportCampaign(
  tx: Tx,
  campaignId: string,
  { outcome: wanted, after, limit }: { outcome: string | undefined; after: Place | null; limit: number },
): Promise<{ items: ReportLine[]; nextCursor: string | null }> {
  const { rows: found } = await sql<LineRow>`
    select contact.id, contact.name, contact.profile_name, ${address} as address, recipient.state, touch.step, ${outcome} as outcome, ${why} as reason,
      message.details #>> '{template,name}' as template, recipient.replied_at, coalesce(message.updated_at, touch.updated_at) as updated_at,
      contact.created_at::text as place
    ${lines(tx.organizationId, campaignId)} and (${wanted ?? null}::text is null or ${outcome} = ${wanted ?? null})
      and ${afterPlace(after, 'contact.created_at', 'contact.id')}
    order by contact.created_at desc, contact.id desc limit ${limit + 1}`.execute(tx.db)
  const { rows, nextCursor } = pageOf(found, limit)
  return { items: rows.map(lineOf), nextCursor }
}

/** How many recipients each outcome has, with its reason. */
export async function countOutcomes(tx: Tx, campaignId: string) {
  const { rows } = await sql<{ outcome: string; reason: string | null; count: number }>`
    select ${outcome} as outcome, ${why} as reason, count(*)::int as count
    ${lines(tx.organizationId, campaignId)} group by 1, 2 order by 3 desc, 1, 2 limit 100`.execute(tx.db)
  return rows.map((row) => ({ ...row, error: explainReason(row.reason) }))
}

function lineOf({
  id,
  name,
  profileName,
  address: to,
  place: _,
  repliedAt,
  updatedAt,
  ...line
}: LineRow): ReportLine {
  return {
    ...line,
    contact: { id, name: displayName({ name, profileName }, to), address: to },
    repliedAt: repliedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  }
}

/** The report as a table, a row for each recipient. */
export function tableOf(report: readonly ReportLine[]): string[][] {
  const names = [
    'name',
    'number',
    'outcome',
    'reason',
    'step',
    'template',
    'state',
    'replied_at',
    'updated_at',
  ]
  const rows = report.map(({ contact, outcome, reason, step, template, state, repliedAt, updatedAt }) => [
    contact.name,
    contact.address.replace('whatsapp:', ''),
    outcome,
    reason ?? '',
    String(step + 1),
    template ?? '',
    state,
    repliedAt ?? '',
    updatedAt,
  ])
  return [names, ...rows]
}
