import { sql } from 'kysely'
import type { ServicePool } from '#connectors/service-pool.ts'
import { laneOf, laneOfService } from '#messages/message.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'

/**
 * Messages of campaigns that may wait in the outbox for one sender: a few seconds of its pace. More would only make a pause, a
 * change and other campaigns wait.
 */
export const waitingLimit = 320

/** A lane a campaign sends over. */
export interface CampaignLane {
  lane: string
  /** Null: it is the service's. */
  senderId: string | null
  /** Messages of campaigns that may wait in it. */
  limit: number
}

/** The lanes of a campaign: of its senders, and of the Messaging Service it goes through, which takes as much as the senders of its pool. */
export function lanesOf(
  { connectorId, senderIds }: Pick<CampaignRow, 'connectorId' | 'senderIds'>,
  pool: Pick<ServicePool, 'members'> | null,
): CampaignLane[] {
  const senders = pool ? pool.members.map(({ senderId }) => senderId) : senderIds
  const own = senders.map((senderId) => ({ lane: laneOf(senderId), senderId, limit: waitingLimit }))
  if (!pool) return own
  return [{ lane: laneOfService(connectorId), senderId: null, limit: waitingLimit * senders.length }, ...own]
}

/**
 * How many more messages of a campaign may wait in each of its lanes. What may wait in a lane is shared equally by the campaigns that have
 * something due for it; the lane takes them in the order in which they came, so whoever shares the waiting shares the pace.
 */
export async function roomOf(
  tx: Tx,
  { id, connectorId, permitId }: Pick<CampaignRow, 'id' | 'connectorId' | 'permitId'>,
  lanes: readonly CampaignLane[],
  at: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<CrowdedLane>`
    select lane, sender_id, lanes.most as "limit",
      (select count(*)::int from message where organization_id = ${tx.organizationId} and lane = lanes.lane and phase = 'outbox' and status = 'queued'
        and permit_id = ${permitId}) as waiting,
      (select count(*)::int from campaign other where other.organization_id = ${tx.organizationId} and other.id <> ${id}
        and other.state in ('launching', 'running') and other.hold_reason is null
        and case when sender_id is null then other.through_service and other.connector_id = ${connectorId}
          else not other.through_service and sender_id = any(other.sender_ids) end
        and (exists (select from touch where touch.organization_id = other.organization_id and touch.campaign_id = other.id
            and touch.state = 'approved' and touch.due_at <= ${at})
          -- Composed as it goes.
          or other.approval = 'none' and exists (select from touch where touch.organization_id = other.organization_id and touch.campaign_id = other.id
            and touch.state = 'planned' and touch.due_at <= ${at}))) as others
    from unnest(${lanes.map(({ lane }) => lane)}::text[], ${lanes.map(({ senderId }) => senderId)}::uuid[], ${lanes.map(({ limit }) => limit)}::int[])
      as lanes (lane, sender_id, most)`.execute(tx.db)
  return roomIn(rows)
}

/** A lane, how many messages of the campaign wait in it, and how many other campaigns have something due for it. */
export interface CrowdedLane extends CampaignLane {
  waiting: number
  others: number
}

/**
 * None before half of its share of a lane has left: a few at a time cost as much as many. Then all lanes are filled up, so that in the end none has
 * more left to say than the others. Pure, so that it can be read as a table.
 */
export function roomIn(lanes: readonly CrowdedLane[]): Map<string, number> {
  const shareOf = ({ limit, others }: CrowdedLane) => Math.max(1, Math.floor(limit / (others + 1)))
  // Almost everything of a campaign through a service goes by its lane.
  const service = lanes.filter(({ senderId }) => senderId === null)
  const leading = service.length > 0 ? service : lanes
  const isTime = leading.some((lane) => lane.waiting <= shareOf(lane) / 2)
  return new Map(lanes.map((lane) => [lane.lane, isTime ? Math.max(0, shareOf(lane) - lane.waiting) : 0]))
}
