import { Readable } from 'node:stream'
import type { ReportLine as ReportLineShape } from '@parley/contract/campaign-report.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import { displayName } from '#contacts/contact.ts'
import { csvOf } from '#platform/csv.ts'
import type { Database, Tx } from '#platform/db.ts'
import { pageOf, type Place } from './cursor.ts'
import { explainReason } from './explain-reason.ts'
import { rememberCounts } from './remember-counts.ts'
import { mainAddress } from './touches.ts'

type ReportLine = z.input<typeof ReportLineShape>

/** What a line of the report says of the last touch: where its message stands, or why there is none. What may not be said is skipped, wherever that turned out. */
const outcome = sql`case when message.id is null then touch.state when message.status = 'canceled' and message.status_reason = 'no_opt_in' then 'skipped'
  else message.status end`
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

/** A page of the report, the youngest contacts first: ids rise with time, so the key of the recipients is the order. */
export async function reportCampaign(
  tx: Tx,
  campaignId: string,
  { outcome: wanted, after, limit }: { outcome: string | undefined; after: Place | null; limit: number },
): Promise<{ items: ReportLine[]; nextCursor: string | null }> {
  const { rows, nextCursor } = pageOf(
    await readLines(tx, campaignId, { wanted, after, limit: limit + 1 }),
    limit,
  )
  return { items: rows.map(lineOf), nextCursor }
}

async function readLines(
  tx: Tx,
  campaignId: string,
  { wanted, after, limit }: { wanted: string | undefined; after: { id: string } | null; limit: number },
): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select contact.id, contact.name, contact.profile_name, ${mainAddress} as address, recipient.state, touch.step, ${outcome} as outcome, ${why} as reason,
      case when message.kind = 'template' then message.details #>> '{template,name}' end as template, recipient.replied_at, coalesce(message.updated_at, touch.updated_at) as updated_at,
      '' as place
    ${lines(tx.organizationId, campaignId)} and (${wanted ?? null}::text is null or ${outcome} = ${wanted ?? null})
      and (${after?.id ?? null}::uuid is null or recipient.contact_id < ${after?.id ?? null}::uuid)
    order by recipient.contact_id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** How many recipients each outcome has, with its reason. */
export const outcomesOf = rememberCounts(
  async (tx, ids) =>
    new Map(
      await Promise.all(ids.map(async (id) => [id, { outcomes: await countOutcomes(tx, id) }] as const)),
    ),
)

async function countOutcomes(tx: Tx, campaignId: string) {
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

/** Recipients read for the table in one transaction. */
const pageSize = 1000

const columns = [
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

/** The report as CSV, a row for each recipient, a page of them at a time however many there are. */
export function exportReport(database: Database, organizationId: string, campaignId: string): Readable {
  const pages = async function* () {
    yield csvOf([columns])
    for (let after: { id: string } | null = null; ;) {
      const place: { id: string } | null = after
      const rows: LineRow[] = await database.withOrganization(organizationId, (tx) =>
        readLines(tx, campaignId, { wanted: undefined, after: place, limit: pageSize }),
      )
      if (rows.length > 0) yield csvOf(rows.map((row) => cellsOf(lineOf(row))))
      if (rows.length < pageSize) return
      after = rows.at(-1)!
    }
  }
  return Readable.from(pages())
}

const cellsOf = ({
  contact,
  outcome: came,
  reason,
  step,
  template,
  state,
  repliedAt,
  updatedAt,
}: ReportLine) => [
  contact.name,
  contact.address.replace('whatsapp:', ''),
  came,
  reason ?? '',
  String(step + 1),
  template ?? '',
  state,
  repliedAt ?? '',
  updatedAt,
]
