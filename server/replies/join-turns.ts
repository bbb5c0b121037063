import { sql } from 'kysely'
import type { Join } from '#conversations/joined-thread.ts'
import { joinedPlaces } from '#messages/join-messages.ts'
import type { Tx } from '#platform/db.ts'

/**
 * Turns of threads that become one, while their messages still stand where they stood. One turn may be open in a thread: that which answers the
 * youngest message thinks again, about the whole thread.
 */
export async function joinTurns(tx: Tx, joins: readonly Join[]): Promise<void> {
  if (joins.length === 0) return
  const places = joinedPlaces(tx, joins)
  await sql`
    with places as materialized (${places}), open as (
      select turn.id, row_number() over (partition by places.into_id order by places.place desc, turn.id desc) as rank
      from turn join places on places.conversation_id = turn.conversation_id and places.position = turn.answers_position
      where turn.organization_id = ${tx.organizationId} and turn.state in ('waiting', 'thinking'))
    update turn set state = 'dropped', lease_until = null, ended_at = now(), detail = 'another turn answers the joined thread'
    from open where turn.organization_id = ${tx.organizationId} and turn.id = open.id and open.rank > 1`.execute(
    tx.db,
  )
  await sql`
    with places as materialized (${places}), epochs as (
      select * from unnest(${joins.map(({ intoId }) => intoId)}::uuid[], ${joins.map(({ after }) => after.epoch)}::int[]) as e (into_id, epoch))
    update turn set conversation_id = places.into_id, answers_position = places.place,
      state = case when state = 'thinking' then 'waiting' else state end,
      lease_until = case when state = 'thinking' then null else lease_until end,
      due_at = case when state in ('waiting', 'thinking') then now() else due_at end,
      epoch = case when state in ('waiting', 'thinking') then epochs.epoch else turn.epoch end
    from places join epochs on epochs.into_id = places.into_id
    where turn.organization_id = ${tx.organizationId} and turn.conversation_id = places.conversation_id
      and turn.answers_position = places.position`.execute(tx.db)
  tx.hint('turns', tx.organizationId)
}
