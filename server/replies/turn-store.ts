import { type Kysely, sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { leaseSeconds, longestWaitMs, type Turn, type TurnEnd } from './turn.ts'

export interface Opening {
  conversationId: string
  agentId: string
  epoch: number
  answersPosition: number
  debounceMs: number
}

/**
 * Opens the turn of each conversation, or lets the open one answer this message too. While it waits, a further message moves
 * its due time, though not beyond the longest wait. A message that a turn has dealt with opens none.
 */
export async function openTurns(tx: Tx, turns: readonly Opening[]): Promise<void> {
  if (turns.length === 0) return
  await sql`
    insert into turn (organization_id, id, conversation_id, agent_id, epoch, answers_position, state, due_at, created_at)
    select ${tx.organizationId}, uuidv7(), "conversationId", "agentId", epoch, "answersPosition", 'waiting',
      now() + "debounceMs" * interval '1 ms', now()
    from json_to_recordset(${json(turns)}::json)
      as opening ("conversationId" uuid, "agentId" uuid, epoch integer, "answersPosition" integer, "debounceMs" integer)
    where not exists (select from turn over where over.organization_id = ${tx.organizationId} and over.conversation_id = "conversationId"
      and over.answers_position >= "answersPosition" and over.state not in ('waiting', 'thinking'))
    order by "conversationId"
    on conflict (organization_id, conversation_id) where state in ('waiting', 'thinking') do update set
      answers_position = greatest(turn.answers_position, excluded.answers_position),
      agent_id = excluded.agent_id,
      epoch = excluded.epoch,
      due_at = case when turn.state = 'waiting'
        then least(excluded.due_at, turn.created_at + ${longestWaitMs} * interval '1 ms') else turn.due_at end`.execute(
    tx.db,
  )
  tx.hint('turns', tx.organizationId)
}

/** Takes the next due turn for a worker; one whose worker died is taken again. */
export async function takeTurn(tx: Tx): Promise<Turn | undefined> {
  const { rows } = await sql<Turn>`
    update turn set state = 'thinking', lease_until = now() + ${leaseSeconds} * interval '1 s', tries = tries + 1
    where organization_id = ${tx.organizationId} and id = (
      select id from turn
      where organization_id = ${tx.organizationId}
        and ((state = 'waiting' and due_at <= now()) or (state = 'thinking' and lease_until < now()))
      order by due_at for update skip locked limit 1)
    returning id, conversation_id, agent_id, epoch, answers_position, tries`.execute(tx.db)
  return rows[0]
}

/** The turn as it is now, locked, if this worker still has it. Its position tells whether the contact wrote more. */
export async function lockTurn(tx: Tx, taken: Turn): Promise<Turn | undefined> {
  const { rows } = await sql<Turn>`
    select id, conversation_id, agent_id, epoch, answers_position, tries from turn
    where organization_id = ${tx.organizationId} and id = ${taken.id} and state = 'thinking' and tries = ${taken.tries}
    for update`.execute(tx.db)
  return rows[0]
}

/** Thinks again, at once: the contact wrote while the answer was being made. */
export async function reopenTurn(tx: Tx, id: string): Promise<void> {
  await sql`
    update turn set state = 'waiting', lease_until = null, due_at = now()
    where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
  tx.hint('turns', tx.organizationId)
}

export async function endTurn(tx: Tx, id: string, state: TurnEnd, detail: string | null): Promise<void> {
  await sql`
    update turn set state = ${state}, lease_until = null, detail = ${detail}, ended_at = now()
    where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
}

/** Organizations with a due turn, by the role that sees nothing else of them. */
export async function organizationsWithTurns(finder: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from turn
    where (state = 'waiting' and due_at <= now()) or (state = 'thinking' and lease_until < now())`.execute(
    finder,
  )
  return rows.map((row) => row.organizationId)
}
