import type { CampaignCharts } from '@parley/contract/campaign-report.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import { paceNow } from '#connectors/learn-pace.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { explainReason } from './explain-reason.ts'
import { rememberCounts } from './remember-counts.ts'
import { fillGaps } from './fill-gaps.ts'

type Charts = z.input<typeof CampaignCharts>

/** How wide a point may be, in seconds, and how many there may be at most. None is under a minute: what a minute held is counted, not guessed. */
const widths = [60, 300, 900, 3600, 6 * 3600, 24 * 3600]
const mostPoints = 72

/** Reasons that are told one by one. */
const mostReasons = 12

interface Count {
  queued: number
  accepted: number
  delivered: number
  read: number
  replied: number
  stopped: Omit<Charts['stopped'][number], 'error'>[] | null
  everySeconds: number
  /** Seconds since 1970 at which a point begins, and its messages. */
  points: { from: number; messages: number }[] | null
}

const chartsOf = rememberCounts<Count>(
  async (tx, ids) => new Map(await Promise.all(ids.map(async (id) => [id, await count(tx, id)] as const))),
)

/** A campaign's charts. What its senders may send is that of now, by the machines' time, as the lanes keep it. */
export async function showCampaignCharts(tx: Tx, id: string): Promise<Charts | Refused> {
  const senders = await tx.db
    .selectFrom('campaign')
    .innerJoin('sender', (join) =>
      join
        .onRef('sender.organizationId', '=', 'campaign.organizationId')
        .on((on) => on('sender.id', '=', on.fn.any('campaign.senderIds'))),
    )
    .select(['sender.pace', 'sender.learnedPace', 'sender.learnedAt'])
    .where('campaign.organizationId', '=', tx.organizationId)
    .where('campaign.id', '=', id)
    .execute()
  if (senders.length === 0) return refuse('not_found')
  const { stopped, everySeconds, points, freshInMs, ...funnel } = (await chartsOf(tx, [id])).get(id)!
  const at = new Date()
  return {
    funnel,
    stopped: (stopped ?? []).map((each) => ({ ...each, error: explainReason(each.reason) })),
    sending: {
      everySeconds,
      points: fillGaps(points ?? [], everySeconds),
      allowedPerMinute: senders.reduce((sum, sender) => sum + paceNow(sender, at) * 60, 0),
    },
    freshInMs,
  }
}

/** One walk over the campaign's touches gives all of it. */
async function count(tx: Tx, campaignId: string): Promise<Count> {
  const { rows } = await sql<Count>`
    with moved as materialized (
      select message.status, message.created_at as at,
        status in ('accepted', 'sent', 'delivered', 'read', 'failed', 'undelivered', 'unknown') as left_us,
        case when status in ('failed', 'undelivered') then 'failed' when status = 'unknown' then 'unknown'
          when state = 'held' or status = 'held' then 'held' when state = 'skipped' or status = 'canceled' then 'skipped'
          when state = 'rejected' then 'rejected' end as outcome,
        coalesce(error_code::text, status_reason, touch.reason) as reason
      from touch left join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId}
    ), by_reason as (
      select outcome, reason, count(*)::int as count from moved where outcome is not null
      group by outcome, reason order by 3 desc, 1, 2 limit ${mostReasons}
    ), width as (
      select coalesce((select min(each) from unnest(${widths}::int[]) as each
        where each * ${mostPoints} >= (select extract(epoch from max(at) - min(at)) from moved where left_us)), ${widths.at(-1)!}) as seconds
    ), by_time as (
      select extract(epoch from date_bin(seconds * interval '1 s', at, 'epoch'))::bigint as "from", count(*)::int as messages
      from moved cross join width where left_us group by 1 order by 1
    )
    select count(*) filter (where status in ('queued', 'claimed', 'dispatching') or left_us)::int as queued,
      count(*) filter (where status in ('accepted', 'sent', 'delivered', 'read'))::int as accepted,
      count(*) filter (where status in ('delivered', 'read'))::int as delivered, count(*) filter (where status = 'read')::int as read,
      (select count(replied_at)::int from recipient
        where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = ${campaignId}) as replied,
      (select jsonb_agg(by_reason) from by_reason) as stopped, (select seconds from width) as every_seconds,
      (select jsonb_agg(by_time) from by_time) as points
    from moved`.execute(tx.db)
  return rows[0]!
}
