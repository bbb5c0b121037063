import { sql } from 'kysely'
import { systemActor } from '#activities/activity.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { assignConversation } from './assign-conversation.ts'
import { handBack } from './hand-back.ts'
import { handOver } from './hand-over.ts'

/**
 * Whoever left, or may no longer answer, holds nothing and looks after nothing. Their conversations go back to the agent;
 * where the contact had the last word a person is waited for, because nobody would answer otherwise.
 * @returns how many conversations were held by someone absent
 */
export async function releaseAbsent(tx: Tx, at: Date): Promise<number> {
  const present = await membersWhoAnswer(tx)
  const { rows: held } = await sql<{ id: string; lastMessageDirection: 'in' | 'out' }>`
    select id, last_message_direction from conversation
    where organization_id = ${tx.organizationId} and holder = 'member' and holder_id <> all(${present}::text[]) order by id`.execute(
    tx.db,
  )
  for (const { id: conversationId, lastMessageDirection } of held) {
    await handBack(tx, { conversationId, actor: systemActor, at })
    if (lastMessageDirection === 'in') await handOver(tx, { conversationId, reason: 'asked_for_person', at })
  }
  const { rows: assigned } = await sql<{ id: string }>`
    select id from conversation
    where organization_id = ${tx.organizationId} and assigned_to <> all(${present}::text[]) order by id`.execute(
    tx.db,
  )
  for (const { id: conversationId } of assigned)
    await assignConversation(tx, { conversationId, memberId: null, by: systemActor, at })
  return held.length
}
