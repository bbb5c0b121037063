import type { Campaign } from '@parley/contract/campaigns.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#platform/db.ts'
import { rememberCounts } from './remember-counts.ts'

export type Progress = z.input<typeof Campaign>['progress']
type Count = Omit<Progress, 'freshInMs'>

/** How far campaigns have come. */
export const progressOf = rememberCounts<Count>(
  async (tx, campaignIds) =>
    new Map((await count(tx, campaignIds)).map(({ id, ...counted }) => [id, counted])),
)

/**
 * While there are a few messages, PostgreSQL would read all of them for each touch, and keeps to that as they become many: half a minute for 20,000
 * touches. Without reading whole tables it looks each message up.
 */
async function count(tx: Tx, campaignIds: readonly string[]): Promise<(Count & { id: string })[]> {
  await sql`set local enable_seqscan = off`.execute(tx.db)
  const counted = await countLookingUp(tx, campaignIds)
  await sql`set local enable_seqscan = on`.execute(tx.db)
  return counted
}

/** A touch that was given to the outbox counts where its message stands; everything else where the touch does. */
async function countLookingUp(tx: Tx, campaignIds: readonly string[]): Promise<(Count & { id: string })[]> {
  const { rows } = await sql<Count & { id: string }>`
    select asked.id, people.*, far.* from unnest(${campaignIds}::uuid[]) as asked (id)
    cross join lateral (
      select count(*)::int as recipients, count(replied_at)::int as replied, count(opted_out_at)::int as opted_out
      from recipient where recipient.organization_id = ${tx.organizationId} and recipient.campaign_id = asked.id
    ) as people
    cross join lateral (
      select count(*) filter (where state = 'planned')::int as planned, count(*) filter (where state = 'review')::int as review,
        count(*) filter (where state = 'approved')::int as approved, count(*) filter (where state = 'held' or status = 'held')::int as held,
        count(*) filter (where state = 'skipped' or status = 'canceled')::int as skipped, count(*) filter (where state = 'rejected')::int as rejected,
        count(*) filter (where status in ('queued', 'claimed', 'dispatching'))::int as queued,
        count(*) filter (where status in ('accepted', 'sent'))::int as accepted, count(*) filter (where status = 'delivered')::int as delivered,
        count(*) filter (where status = 'read')::int as read, count(*) filter (where status in ('failed', 'undelivered'))::int as failed,
        count(*) filter (where status = 'unknown')::int as unknown
      from touch left join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = asked.id
    ) as far`.execute(tx.db)
  return rows
}
