import type { Campaign } from '@parley/contract/campaigns.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#platform/db.ts'

export type Progress = z.input<typeof Campaign>['progress']

/** Counting that takes less than this is done every time, in milliseconds. */
const cheapMs = 150
/** What took longer is believed for so many times as long: counting never takes more than this share of anybody's time. */
const believedFor = 20

/** Progress of large campaigns by organization and campaign, and until when it is believed. */
const remembered = new Map<string, { progress: Progress; until: number }>()

/**
 * How far campaigns have come. A large one is counted again only after a while that grows with what the counting costs; `afresh` counts in any
 * case, for who just changed something.
 */
export async function progressOf(
  tx: Tx,
  campaignIds: readonly string[],
  { afresh = false } = {},
): Promise<Map<string, Progress>> {
  const now = performance.now()
  const key = (id: string) => `${tx.organizationId} ${id}`
  for (const [each, { until }] of remembered) if (until < now) remembered.delete(each)
  const known = afresh
    ? []
    : campaignIds.flatMap((id) => {
        const found = remembered.get(key(id))
        return found ? [[id, found.progress] as const] : []
      })
  const progress = new Map(known)
  const unknown = campaignIds.filter((id) => !progress.has(id))
  if (unknown.length === 0) return progress
  for (const { id, ...counted } of await count(tx, unknown)) progress.set(id, counted)
  const cost = performance.now() - now
  if (cost > cheapMs && !afresh)
    for (const id of unknown)
      remembered.set(key(id), { progress: progress.get(id)!, until: performance.now() + cost * believedFor })
  return progress
}

/** A touch that was given to the outbox counts where its message stands; everything else where the touch does. */
async function count(tx: Tx, campaignIds: readonly string[]): Promise<(Progress & { id: string })[]> {
  const { rows } = await sql<Progress & { id: string }>`
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
