import { type Kysely, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { LocalQuietHours } from './quiet-hours.ts'
import type { SenderPace } from './lane-pace.ts'
import {
  claimLeaseSeconds,
  dispatchLeaseSeconds,
  laneLeaseSeconds,
  pairSeconds,
  priorities,
} from './message.ts'

/** Stands in the text: the planner sees which it is, and plans once. */
const campaigns = sql.lit(priorities.campaign)

/** A message a worker has taken, with what it needs to send it. */
export interface Claimed {
  id: string
  conversationId: string
  contactId: string
  connectorId: string
  senderId: string
  claimEpoch: number
  lane: string
  body: string
  /** The contact's address and ours. */
  to: string
  from: string
  contactAddresses: string[]
  file: { storageKey: string | null; fileName: string | null; url: string | null } | null
  contentSid: string | null
  variables: Record<string, string> | null
  permitId: string | null
  quiet: LocalQuietHours | null
  /** Twilio picks the sender; `from` and the thread are a guess. */
  byService: boolean
}

/** An organization with something to send, and how weighty its weightiest is; the least number is the weightiest. */
export interface Waiting {
  organizationId: string
  weight: number
}

/**
 * Organizations with something to send, by the role that sees nothing else of them. One after the other is sought in the index, so that it costs the
 * same however much waits in each.
 */
export async function organizationsWithOutbox(finder: Kysely<Tables>): Promise<Waiting[]> {
  const due = sql`phase = 'outbox' and due_at <= now()`
  const { rows } = await sql<Waiting>`
    with recursive found as (
      (select organization_id from message where ${due} order by organization_id limit 1)
      union all
      select following.organization_id from found cross join lateral (
        select organization_id from message where ${due} and organization_id > found.organization_id order by organization_id limit 1
      ) as following
    )
    select organization_id, coalesce((
      select priority from message where message.organization_id = found.organization_id and ${due} and priority < ${campaigns}
      order by priority limit 1), ${campaigns}) as weight
    from found order by organization_id`.execute(finder)
  return rows
}

/** On the wire for so long that its worker is lost. */
const lost = sql`state = 'dispatching' and dispatched_at < now() - ${dispatchLeaseSeconds} * interval '1 s'`

/** Organizations in which a worker was lost while it was sending. */
export async function organizationsWithLostLeases(finder: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from attempt where ${lost}`.execute(finder)
  return rows.map((row) => row.organizationId)
}

/** A lane with something due. */
export interface DueLane {
  lane: string
  /** Of its weightiest message. */
  weight: number
  /** The sender's, or those of the senders in the pool that Twilio may pick. */
  paces: SenderPace[]
  now: Date
}

/**
 * Lanes with something due that this process serves, those with the weightiest first. A lane belongs to the process that
 * served it last, for as long as it keeps coming back. One after the other is sought in the index, so that it costs the same however much waits in each.
 */
export async function lanesToServe(tx: Tx, ownerId: string): Promise<DueLane[]> {
  const due = sql`message.organization_id = ${tx.organizationId} and phase = 'outbox' and due_at <= now()`
  const { rows } = await sql<DueLane>`
    with recursive lanes as (
      (select lane from message where ${due} order by lane limit 1)
      union all
      select following.lane from lanes cross join lateral (
        select lane from message where ${due} and message.lane > lanes.lane order by lane limit 1
      ) as following
    ), due as materialized (
      select lanes.lane, weightiest.priority as weight, weightiest.due_at as since from lanes cross join lateral (
        select priority, due_at from message where ${due} and message.lane = lanes.lane order by priority, due_at limit 1
      ) as weightiest
    ), taken as (
      insert into lane (organization_id, lane, owner_id, owned_until)
      select ${tx.organizationId}, lane, ${ownerId}, now() + ${laneLeaseSeconds} * interval '1 s' from due
      where not exists (
        select from lane mine where mine.organization_id = ${tx.organizationId} and mine.lane = due.lane and mine.owner_id = ${ownerId}
          and mine.owned_until > now() + ${laneLeaseSeconds} * interval '0.5 s')
      order by lane
      on conflict (organization_id, lane) do update set owner_id = excluded.owner_id, owned_until = excluded.owned_until
      where lane.owner_id = excluded.owner_id or lane.owned_until < now()
      returning lane
    )
    select due.lane, due.weight, now() as now, (
      select coalesce(jsonb_agg(jsonb_build_object('pace', sender.pace, 'learnedPace', sender.learned_pace, 'learnedAt', sender.learned_at,
        'isShared', exists (select from due other where other.lane <> due.lane and (other.lane = 'sender:' || sender.id
          or sender.in_service and other.lane = 'service:' || sender.connector_id)))), '[]')
      from sender where sender.organization_id = ${tx.organizationId} and ('sender:' || sender.id = due.lane
        or 'service:' || sender.connector_id = due.lane and sender.in_service and sender.active and sender.missing_since is null
          and sender.status like 'ONLINE%')) as paces
    from due
    where due.lane in (select lane from taken)
      or exists (select from lane mine where mine.organization_id = ${tx.organizationId} and mine.lane = due.lane and mine.owner_id = ${ownerId}
        and mine.owned_until > now())
    order by due.weight, due.since`.execute(tx.db)
  return rows
}

/** Lets another process serve what this one served. */
export async function leaveLanes(tx: Tx, ownerId: string): Promise<void> {
  await tx.db
    .deleteFrom('lane')
    .where('organizationId', '=', tx.organizationId)
    .where('ownerId', '=', ownerId)
    .execute()
}

/** How many messages a lane may give now. */
export interface LaneRoom {
  lane: string
  room: number
}

/**
 * Takes due messages of some lanes at once, each up to its room. Skips what another worker is taking, what rests with its connector, and whatever has an
 * earlier message of the same thread still on its way: a thread is said in its order. Nobody
 * waits for a campaign's that only rests.
 */
export async function claimMessages(tx: Tx, lanes: readonly LaneRoom[]): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with ready as (
      select due.id from unnest(${lanes.map(({ lane }) => lane)}::text[], ${lanes.map(({ room }) => room)}::int[]) as given (lane, room)
      cross join lateral (
        select m.id from message m
        join connector on connector.organization_id = m.organization_id and connector.id = m.connector_id and connector.paused_at is null
        where m.organization_id = ${tx.organizationId} and m.lane = given.lane and m.phase = 'outbox' and m.due_at <= now()
          -- What was claimed by somebody who is gone was never on the wire.
          and (m.status = 'queued' or m.lease_until < now())
          -- Before the first of a thread there is nothing to wait for.
          and (m.position = 1 or not exists (
            select from message earlier
            where earlier.organization_id = m.organization_id and earlier.conversation_id = m.conversation_id
              and earlier.position < m.position and earlier.status in ('queued', 'claimed', 'dispatching')
              and (earlier.status <> 'queued' or earlier.due_at <= now() or earlier.priority < ${campaigns} or m.priority >= ${campaigns})))
          -- Asked so that no other index than that of the thread's positions seems to do.
          and (m.priority < ${campaigns} or m.position = 1 or not exists (
            select from message recent
            where recent.organization_id = m.organization_id and recent.conversation_id = m.conversation_id and recent.direction = 'out'
              and recent.position between m.position - 3 and m.position - 1 and coalesce(recent.provider_sid, '') <> ''
              and recent.updated_at > now() - ${pairSeconds} * interval '1 s'))
          -- Twilio may pick the sender of any thread they have.
          and (not m.by_service or not exists (
            select from conversation thread join message recent on recent.organization_id = thread.organization_id and recent.conversation_id = thread.id
              and recent.id <> m.id and recent.direction = 'out' and recent.position > thread.last_position - 3 and coalesce(recent.provider_sid, '') <> ''
              and recent.updated_at > now() - ${pairSeconds} * interval '1 s'
            where thread.organization_id = m.organization_id and thread.contact_id = m.contact_id))
        order by m.priority, m.due_at, m.id
        for update of m skip locked limit given.room
      ) as due
    ), taken as (
      update message set status = 'claimed', claim_epoch = claim_epoch + 1,
        lease_until = now() + ${claimLeaseSeconds} * interval '1 s', updated_at = now()
      from ready where message.organization_id = ${tx.organizationId} and message.id = ready.id
      returning message.*
    )
    select taken.id, taken.conversation_id, taken.contact_id, taken.connector_id, taken.sender_id, taken.claim_epoch, taken.lane, taken.body, taken.content_sid, taken.variables, taken.permit_id, taken.quiet, taken.by_service,
      conversation.contact_address as "to", sender.address as "from",
      coalesce((select array_agg(address) from contact_identity identity
        where identity.organization_id = taken.organization_id and identity.contact_id = taken.contact_id), '{}') as contact_addresses,
      case when taken.kind = 'media' then (select jsonb_build_object('storageKey', storage_key, 'fileName', file_name, 'url', provider_url) from media
        where media.organization_id = taken.organization_id and media.message_id = taken.id order by position limit 1) end as file
    from taken
    join conversation on conversation.organization_id = taken.organization_id and conversation.id = taken.conversation_id
    join sender on sender.organization_id = taken.organization_id and sender.id = taken.sender_id
    order by taken.priority, taken.due_at, taken.id`.execute(tx.db)
  return rows
}

/** A message of which nobody heard what came of it. */
interface Lost {
  id: string
  conversationId: string
  permitId: string | null
}

/**
 * Gives up what a lost worker had behind a marker: it may have been on the wire, so it becomes unknown, whatever seems likely.
 * @returns the messages that became unknown
 */
export async function sweepLostLeases(tx: Tx): Promise<Lost[]> {
  const { rows } = await sql<Lost>`
    with lost as (
      update message set status = 'unknown', status_reason = 'worker_lost', lease_until = null, updated_at = now()
      where organization_id = ${tx.organizationId} and status = 'dispatching' and lease_until < now()
        and id in (select message_id from attempt where organization_id = ${tx.organizationId} and ${lost})
      returning id, conversation_id, permit_id
    ), doubtful as (
      update attempt set state = 'unknown', detail = 'the program stopped while sending', next_check_at = now()
      from lost where attempt.organization_id = ${tx.organizationId} and attempt.message_id = lost.id and attempt.state = 'dispatching'
    )
    select id, conversation_id, permit_id from lost`.execute(tx.db)
  return rows
}

/** Puts claimed messages back: they were not sent, and it costs them nothing. */
export async function unclaim(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    update message set status = 'queued', lease_until = null, updated_at = now()
    where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) and status = 'claimed'`.execute(
    tx.db,
  )
}
