import { sql } from 'kysely'
import { laneOf } from '#messages/message.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'

/**
 * Messages of campaigns that may wait in the outbox for one sender: a few seconds of its pace. More would only make a pause, a
 * change and other campaigns wait.
 */
export const waitingLimit = 320

/**
 * How many more messages of a campaign each of its senders may have waiting. What may wait for a sender is shared equally by the campaigns
 * that have something due for it; the lane takes them in the order in which they came, so whoever shares the waiting shares the pace.
 */
export async function roomOf(
  tx: Tx,
  { id, senderIds, permitId }: Pick<CampaignRow, 'id' | 'senderIds' | 'permitId'>,
  at: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ senderId: string; waiting: number; others: number }>`
    select sender_id,
      (select count(*)::int from message where organization_id = ${tx.organizationId} and lane = lanes.lane and status = 'queued'
        and permit_id = ${permitId}) as waiting,
      (select count(*)::int from campaign other where other.organization_id = ${tx.organizationId} and other.id <> ${id}
        and other.state in ('launching', 'running') and other.hold_reason is null and sender_id = any(other.sender_ids)
        and exists (select from touch where touch.organization_id = other.organization_id and touch.campaign_id = other.id
          and touch.state = 'approved' and touch.due_at <= ${at})) as others
    from unnest(${[...senderIds]}::uuid[], ${senderIds.map(laneOf)}::text[]) as lanes (sender_id, lane)`.execute(
    tx.db,
  )
  return new Map(rows.map(({ senderId, waiting, others }) => [senderId, roomIn(waiting, others)]))
}

/** None before half of its share has left: a few at a time cost as much as many. Pure, so that it can be read as a table. */
export function roomIn(waiting: number, otherCampaigns: number): number {
  const share = Math.max(1, Math.floor(waitingLimit / (otherCampaigns + 1)))
  return waiting > share / 2 ? 0 : share - waiting
}
