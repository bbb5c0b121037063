import { type RawBuilder, sql } from 'kysely'
import type { Merge } from '#contacts/merge-contacts.ts'
import type { Join, Moving } from '#conversations/joined-thread.ts'
import type { Tx } from '#platform/db.ts'

/**
 * Where each message of threads that become one stands afterwards, as a query of `conversation_id`, `position`, `into_id` and
 * `place`. They come in the order of time; within each thread the order stays, also of what was found late.
 */
export const joinedPlaces = (tx: Tx, joins: readonly Join[]): RawBuilder<unknown> => sql`
  select conversation_id, position, into_id,
    row_number() over (partition by into_id order by reached, conversation_id <> into_id, position) as place
  from (
    select message.conversation_id, message.position, pair.into_id,
      max(message.created_at) over (partition by message.conversation_id order by message.position) as reached
    from unnest(${joins.map(({ fromId }) => fromId)}::uuid[], ${joins.map(({ intoId }) => intoId)}::uuid[]) as pair (from_id, into_id)
    join message on message.organization_id = ${tx.organizationId} and message.conversation_id in (pair.from_id, pair.into_id)
  ) told`

/**
 * Messages of the contact that goes belong to the one that stays; those of joined threads get their new places. What a worker had claimed waits
 * in the queue again, because it was claimed under the thread that is no more. What an agent has written and nobody sent yet may
 * still go out where the agent still holds.
 */
export async function joinMessages(tx: Tx, { keptId }: Merge, { wholeIds, joins }: Moving): Promise<void> {
  await sql`
    update message set contact_id = ${keptId}
    where organization_id = ${tx.organizationId} and conversation_id = any(${wholeIds}::uuid[])`.execute(
    tx.db,
  )
  if (joins.length === 0) return
  // Below zero nobody stands in anybody's way, so no two are at one place while they are moved.
  await sql`
    with places as materialized (${joinedPlaces(tx, joins)}),
      holding as (
        select * from unnest(${joins.map(({ intoId }) => intoId)}::uuid[], ${joins.map(({ after }) => after.epoch)}::int[],
          ${joins.map(({ after }) => after.holder)}::text[]) as h (into_id, epoch, holder))
    update message set conversation_id = places.into_id, contact_id = ${keptId}, position = -places.place,
      answers_position = -(select answered.place from places answered
        where answered.conversation_id = message.conversation_id and answered.position = message.answers_position),
      holder_epoch = case when holding.holder = 'agent' and message.holder_epoch = conversation.epoch
        and message.status in ('draft', 'scheduled', 'queued', 'claimed', 'held') then holding.epoch else message.holder_epoch end,
      status = case when message.status = 'claimed' then 'queued' else message.status end,
      lease_until = case when message.status = 'claimed' then null else message.lease_until end
    from places join holding on holding.into_id = places.into_id
      join conversation on conversation.organization_id = ${tx.organizationId} and conversation.id = places.conversation_id
    where message.organization_id = ${tx.organizationId} and message.conversation_id = places.conversation_id
      and message.position = places.position`.execute(tx.db)
  await sql`
    update message set position = -position, answers_position = -answers_position
    where organization_id = ${tx.organizationId} and conversation_id = any(${joins.map(({ intoId }) => intoId)}::uuid[])
      and position < 0`.execute(tx.db)
}
