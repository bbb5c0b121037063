import { sql } from 'kysely'
import { holdOffOptOuts } from '#contacts/suppression.ts'
import { sendMarginSeconds, windowSeconds } from '#conversations/service-window.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publishAll } from '#platform/live.ts'
import { windowTypes } from '#templates/template.ts'
import { countOpenings, limitOf } from './daily-limit.ts'
import { dispatchLeaseSeconds } from './message.ts'
import type { Claimed } from './outbox-store.ts'
import { quietUntil } from './quiet-hours.ts'
import {
  limitOfPool,
  obstacleOfPool,
  type Pools,
  poolsOf,
  sendersOf,
  suppressedInPools,
} from './service-lane.ts'
import { tellMoved } from './tell-moved.ts'

/** A message that may now reach the wire, under this attempt. */
export interface Marked extends Claimed {
  attemptId: string
  /** It goes out as its template: it is one, or the window closed since it was written. */
  asTemplate: boolean
  /** Twilio picks the sender from this Messaging Service; null: it goes from `from`. */
  serviceSid: string | null
}

/**
 * The marker: the last look before the wire, and the note that says "from here on it may have been sent". It holds off
 * every opt-out and every change of holder until it is committed, so none can slip in between the look and the note.
 * What no longer may be sent is held or canceled with its reason; what another worker took over is left alone.
 */
export async function markDispatching(tx: Tx, claimed: readonly Claimed[], clock: Clock): Promise<Marked[]> {
  const pools = await poolsOf(tx, claimed)
  const attempts = claimed.map((message): Marked => {
    const serviceSid = message.byService ? (pools.get(message.connectorId)?.sid ?? null) : null
    return { ...message, attemptId: newId(), asTemplate: false, serviceSid }
  })
  await relyOnPermits(tx, claimed)
  await relyOnConversations(tx, claimed)
  await holdOffOptOuts(
    tx,
    claimed.flatMap((message) =>
      sendersOf(message, pools).flatMap((senderAddress) =>
        message.contactAddresses.map((contactAddress) => ({ senderAddress, contactAddress })),
      ),
    ),
  )
  const at = clock.now()
  const looks = await lookAt(tx, attempts, at)
  await lookAtPools(tx, attempts, looks, pools)
  letRest(attempts, looks, at)
  await countDay(tx, attempts, looks, pools, at)
  await stop(tx, attempts, looks)
  const clear = attempts
    .filter(({ id }) => looks.get(id)?.obstacle === null)
    .map((attempt) => ({ ...attempt, asTemplate: looks.get(attempt.id)?.asTemplate === true }))
  const noted = await note(tx, clear, at)
  await tellMoved(
    tx,
    attempts.flatMap(({ id, permitId }) => (typeof looks.get(id)?.obstacle === 'string' ? permitId : [])),
  )
  return clear.filter(({ attemptId }) => noted.has(attemptId))
}

/** Whoever closes a permit waits for the markers under way, and every marker after it sees it closed. */
async function relyOnPermits(tx: Tx, claimed: readonly Claimed[]): Promise<void> {
  const ids = [...new Set(claimed.flatMap(({ permitId }) => permitId ?? []))]
  if (ids.length > 0)
    await sql`
      select from permit where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) order by id for share`.execute(
      tx.db,
    )
}

/** Locks in one order for everybody: permits, conversations, pairs. */
async function relyOnConversations(tx: Tx, claimed: readonly Claimed[]): Promise<void> {
  await sql`
    select from conversation where organization_id = ${tx.organizationId} and id = any(${claimed.map((one) => one.conversationId)}::uuid[])
    order by id for share`.execute(tx.db)
}

interface Look {
  id: string
  claimEpoch: number
  /** Why it may not go out any more; null when it may. */
  obstacle: string | null
  asTemplate: boolean
  isOpen: boolean
  wabaId: string | null
  messagingLimit: string | null
  /** For what only has to wait: seconds until the next look. */
  waitSeconds?: number
}

/** How each message stands now. One that is not ours any more is absent. */
async function lookAt(tx: Tx, attempts: readonly Marked[], at: Date): Promise<Map<string, Look>> {
  const opensAfter = new Date(at.getTime() - (windowSeconds - sendMarginSeconds) * 1000)
  const { rows } = await sql<Look>`
    select message.id, message.claim_epoch, case
        -- The one confirmation of an opt-out may still go out.
        when message.origin <> 'system' and exists (
          select from suppression join contact_identity identity on identity.address = suppression.contact_address
          where identity.organization_id = message.organization_id and identity.contact_id = message.contact_id
            and suppression.sender_address = sender.address) then 'opted_out'
        when permit.epoch <> message.permit_epoch then 'campaign_changed'
        when not permit.open then 'campaign_stopped'
        when message.holder_epoch is not null and message.holder_epoch <> conversation.epoch then 'holder_changed'
        when message.content_sid is null and not is_open then 'window_closed'
        when as_template and not exists (
          select from template where template.organization_id = message.organization_id and template.connector_id = message.connector_id
            and template.twilio_sid = message.content_sid and (template.status = 'approved'
              or is_open and template.content_type = any(${windowTypes}::text[]))) then 'template_not_approved'
        -- It was written while the window was open, for somebody who never agreed to advertisements.
        when as_template and not is_open and message.allowed_by = 'window' and exists (
          select from template where template.organization_id = message.organization_id and template.connector_id = message.connector_id
            and template.twilio_sid = message.content_sid and template.category = 'MARKETING') and not exists (
          select from consent where consent.organization_id = message.organization_id and consent.contact_id = message.contact_id
            and consent.kind = 'opt_in' and (consent.sender_address is null or consent.sender_address = sender.address)) then 'no_opt_in'
        when not message.by_service and (not sender.active or sender.missing_since is not null) then 'sender_inactive'
        when not connector.send_outbound then 'sending_off'
        when connector.status <> 'active' or connector.paused_at is not null then 'credentials_refused'
      end as obstacle, as_template, is_open, sender.waba_id, sender.messaging_limit
    from message
    join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    join connector on connector.organization_id = message.organization_id and connector.id = message.connector_id
    left join permit on permit.organization_id = message.organization_id and permit.id = message.permit_id
    cross join lateral (select coalesce(conversation.last_inbound_at > ${opensAfter}, false) as is_open) as service_window
    cross join lateral (select message.content_sid is not null and (message.kind = 'template' or not is_open) as as_template) as shape
    where message.organization_id = ${tx.organizationId} and message.id = any(${attempts.map(({ id }) => id)}::uuid[])
      and message.status = 'claimed' and message.lease_until > now()`.execute(tx.db)
  const epochs = new Map(attempts.map(({ id, claimEpoch }) => [id, claimEpoch]))
  return new Map(rows.filter((row) => row.claimEpoch === epochs.get(row.id)).map((row) => [row.id, row]))
}

/** What goes by a Messaging Service must be right for every sender Twilio may pick. A service that cannot be used now is looked at again. */
async function lookAtPools(
  tx: Tx,
  attempts: readonly Marked[],
  looks: ReadonlyMap<string, Look>,
  pools: Pools,
): Promise<void> {
  const clear = attempts.filter(({ id, byService }) => byService && looks.get(id)?.obstacle === null)
  if (clear.length === 0) return
  const stopped = await suppressedInPools(tx, clear, pools)
  for (const { id, connectorId } of clear) {
    const obstacle = obstacleOfPool(pools.get(connectorId))
    if (obstacle) Object.assign(looks.get(id)!, { obstacle, waitSeconds: nextPoolSeconds })
    else if (stopped.has(id)) looks.get(id)!.obstacle = 'opted_out'
  }
}

/** Nobody is disturbed in their quiet hours, also where the message rested until now. */
function letRest(attempts: readonly Marked[], looks: ReadonlyMap<string, Look>, at: Date): void {
  for (const { id, quiet } of attempts) {
    const look = looks.get(id)
    const until = quietUntil(at, quiet)
    if (look?.obstacle !== null || until === null) continue
    look.obstacle = 'quiet_hours'
    look.waitSeconds = (until.getTime() - at.getTime()) / 1000
  }
}

/** Seconds until a service that could not be used is looked at again. */
const nextPoolSeconds = 30
/** Seconds until what has no place in the portfolio's day is looked at again. */
const nextPlaceSeconds = 60

/** Counts who is written to first. The last thing before the note: from here on others of the portfolio wait for this transaction. */
async function countDay(
  tx: Tx,
  attempts: readonly Marked[],
  looks: ReadonlyMap<string, Look>,
  pools: Pools,
  at: Date,
): Promise<void> {
  const openings = attempts.flatMap((message) => {
    const { id, to, from, byService, connectorId } = message
    const look = looks.get(id)
    if (look?.obstacle !== null || !look.asTemplate || (look.isOpen && !byService)) return []
    const limit = byService ? limitOfPool(pools.get(connectorId)) : limitOf({ ...look, address: from })
    return limit === null ? [] : [{ id, address: to, limit }]
  })
  for (const id of await countOpenings(tx, openings, at))
    Object.assign(looks.get(id)!, { obstacle: 'daily_limit_reached', waitSeconds: nextPlaceSeconds })
}

/**
 * An agent's answer that came too late is canceled, and so is what a campaign no longer says, or may not say to somebody who never agreed:
 * those it skips. What only has to wait is queued again; everything else is held for a person to see.
 */
async function stop(tx: Tx, attempts: readonly Marked[], looks: ReadonlyMap<string, Look>): Promise<void> {
  const stopped = attempts.filter(({ id }) => typeof looks.get(id)?.obstacle === 'string')
  if (stopped.length === 0) return
  await sql`
    update message set status = case when reason in ('holder_changed', 'campaign_changed') or reason = 'no_opt_in' and permit_id is not null then 'canceled'
        when reason in ('credentials_refused', 'campaign_stopped', 'quiet_hours', 'daily_limit_reached', 'service_not_usable') then 'queued' else 'held' end,
      status_reason = reason, lease_until = null, updated_at = now(),
      due_at = case when reason = 'credentials_refused' then now() + interval '30 s' when reason = 'campaign_stopped' then 'infinity'
        else coalesce(now() + wait * interval '1 s', due_at) end
    from unnest(${stopped.map(({ id }) => id)}::uuid[], ${stopped.map(({ claimEpoch }) => claimEpoch)}::int[],
      ${stopped.map(({ id }) => looks.get(id)?.obstacle)}::text[], ${stopped.map(({ id }) => looks.get(id)?.waitSeconds ?? null)}::float8[])
      as mine (id, claim_epoch, reason, wait)
    where message.organization_id = ${tx.organizationId} and message.id = mine.id and message.status = 'claimed' and message.claim_epoch = mine.claim_epoch`.execute(
    tx.db,
  )
  publishAll(
    tx,
    stopped.map(({ id, conversationId }) => ({ topic: 'message', subjectId: id, facts: { conversationId } })),
  )
}

/** Writes the attempts and the status together. Whoever had to wait for a lock beyond the lease may have been taken for lost. Returns the attempts that were written. */
async function note(tx: Tx, clear: readonly Marked[], at: Date): Promise<Set<string>> {
  if (clear.length === 0) return new Set()
  const ids = clear.map(({ id }) => id)
  const templates = clear.flatMap(({ id, asTemplate }) => (asTemplate ? id : []))
  // Each finds its place in the lists by itself. A join of them is planned as if hardly any message were claimed, and compares every pair.
  const { rows } = await sql<{ id: string }>`
    with marked as (
      update message set status = 'dispatching', status_reason = null, error_code = null, left_at = ${at}, updated_at = now(),
        lease_until = now() + ${dispatchLeaseSeconds} * interval '1 s',
        kind = case when id = any(${templates}::uuid[]) then 'template' else kind end,
        body = case when id = any(${templates}::uuid[]) then coalesce(details #>> '{template,preview,body}', body) else body end
      where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) and status = 'claimed'
        and claim_epoch = (${clear.map(({ claimEpoch }) => claimEpoch)}::int[])[array_position(${ids}::uuid[], id)]
      returning id, claim_epoch, array_position(${ids}::uuid[], id) as place
    )
    insert into attempt (organization_id, id, message_id, number, claim_epoch, state, service_sid, dispatched_at)
    -- What is claimed for the first time was never tried.
    select ${tx.organizationId}, (${clear.map(({ attemptId }) => attemptId)}::uuid[])[place], id, 1 + case when claim_epoch > 1 then (
        select count(*) from attempt where attempt.organization_id = ${tx.organizationId} and attempt.message_id = marked.id) else 0 end,
      claim_epoch, 'dispatching', (${clear.map(({ serviceSid }) => serviceSid)}::text[])[place], now()
    from marked returning id`.execute(tx.db)
  return new Set(rows.map((row) => row.id))
}
