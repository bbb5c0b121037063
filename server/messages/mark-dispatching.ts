import { sql } from 'kysely'
import { holdOffOptOuts } from '#contacts/suppression.ts'
import { sendMarginSeconds, windowSeconds } from '#conversations/service-window.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publishAll } from '#platform/live.ts'
import { dispatchLeaseSeconds } from './message.ts'
import type { Claimed } from './outbox-store.ts'

/** A message that may now reach the wire, under this attempt. */
export interface Marked extends Claimed {
  attemptId: string
}

/**
 * The marker: the last look before the wire, and the note that says "from here on it may have been sent". It holds off
 * every opt-out and every change of holder until it is committed, so none can slip in between the look and the note.
 * What no longer may be sent is held or canceled with its reason; what another worker took over is left alone.
 */
export async function markDispatching(tx: Tx, claimed: readonly Claimed[], clock: Clock): Promise<Marked[]> {
  const attempts = claimed.map((message) => ({ ...message, attemptId: newId() }))
  await relyOnConversations(tx, claimed)
  await holdOffOptOuts(
    tx,
    claimed.flatMap(({ from, contactAddresses }) =>
      contactAddresses.map((contactAddress) => ({ senderAddress: from, contactAddress })),
    ),
  )
  const obstacles = await findObstacles(tx, attempts, clock.now())
  await stop(tx, attempts, obstacles)
  const clear = attempts.filter(({ id }) => obstacles.get(id) === null)
  const noted = await note(tx, clear)
  return clear.filter(({ attemptId }) => noted.has(attemptId))
}

/** Locks in one order for everybody, conversations before pairs. */
async function relyOnConversations(tx: Tx, claimed: readonly Claimed[]): Promise<void> {
  await sql`
    select from conversation where organization_id = ${tx.organizationId} and id = any(${claimed.map((one) => one.conversationId)}::uuid[])
    order by id for share`.execute(tx.db)
}

/** Why each message may not go out any more; null when it may. One that is not ours any more is absent. */
async function findObstacles(
  tx: Tx,
  attempts: readonly Marked[],
  at: Date,
): Promise<Map<string, string | null>> {
  const ids = attempts.map(({ id }) => id)
  const opensAfter = new Date(at.getTime() - (windowSeconds - sendMarginSeconds) * 1000)
  const { rows } = await sql<{ id: string; obstacle: string | null }>`
    select message.id, case
        when exists (
          select from suppression join contact_identity identity on identity.address = suppression.contact_address
          where identity.organization_id = message.organization_id and identity.contact_id = message.contact_id
            and suppression.sender_address = sender.address)
          -- The one confirmation of an opt-out may still go out.
          and message.origin <> 'system' then 'opted_out'
        when message.holder_epoch is not null and message.holder_epoch <> conversation.epoch then 'holder_changed'
        when conversation.last_inbound_at is null or conversation.last_inbound_at <= ${opensAfter} then 'window_closed'
        when not sender.active or sender.missing_since is not null then 'sender_inactive'
        when not connector.send_outbound then 'sending_off'
        when connector.status <> 'active' or connector.paused_at is not null then 'credentials_refused'
      end as obstacle
    from unnest(${ids}::uuid[], ${attempts.map(({ claimEpoch }) => claimEpoch)}::int[]) as mine (id, claim_epoch)
    join message on message.organization_id = ${tx.organizationId} and message.id = any(${ids}::uuid[]) and message.id = mine.id and message.claim_epoch = mine.claim_epoch
      and message.status = 'claimed' and message.lease_until > now()
    join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    join connector on connector.organization_id = message.organization_id and connector.id = message.connector_id`.execute(
    tx.db,
  )
  return new Map(rows.map(({ id, obstacle }) => [id, obstacle]))
}

/** An agent's answer that came too late is canceled; everything else is held for a person to see. */
async function stop(
  tx: Tx,
  attempts: readonly Marked[],
  obstacles: ReadonlyMap<string, string | null>,
): Promise<void> {
  const stopped = attempts.filter(({ id }) => typeof obstacles.get(id) === 'string')
  if (stopped.length === 0) return
  await sql`
    update message set status = case when reason = 'holder_changed' then 'canceled' when reason = 'credentials_refused' then 'queued' else 'held' end,
      status_reason = reason, lease_until = null, updated_at = now(),
      due_at = case when reason = 'credentials_refused' then now() + interval '30 s' else due_at end
    from unnest(${stopped.map(({ id }) => id)}::uuid[], ${stopped.map(({ id }) => obstacles.get(id))}::text[]) as stopped (id, reason)
    where message.organization_id = ${tx.organizationId} and message.id = stopped.id`.execute(tx.db)
  await publishAll(
    tx,
    stopped.map(({ id, conversationId }) => ({ topic: 'message', subjectId: id, facts: { conversationId } })),
  )
}

/** Writes the attempts and the status together. Returns the attempts that were written. */
async function note(tx: Tx, clear: readonly Marked[]): Promise<Set<string>> {
  if (clear.length === 0) return new Set()
  const ids = clear.map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    with marked as (
      update message set status = 'dispatching', status_reason = null, error_code = null, updated_at = now(),
        lease_until = now() + ${dispatchLeaseSeconds} * interval '1 s'
      from unnest(${ids}::uuid[], ${clear.map(({ attemptId }) => attemptId)}::uuid[]) as mine (id, attempt_id)
      where message.organization_id = ${tx.organizationId} and message.id = mine.id and message.id = any(${ids}::uuid[])
      returning message.id, mine.attempt_id, message.claim_epoch
    )
    insert into attempt (organization_id, id, message_id, number, claim_epoch, state, dispatched_at)
    select ${tx.organizationId}, attempt_id, id, 1 + (
        select count(*) from attempt where attempt.organization_id = ${tx.organizationId} and attempt.message_id = marked.id),
      claim_epoch, 'dispatching', now()
    from marked returning id`.execute(tx.db)
  return new Set(rows.map((row) => row.id))
}
