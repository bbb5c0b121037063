import { sql } from 'kysely'
import type { Merge } from '#contacts/merge-contacts.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { lockThreadsOf, saveJoined, takeNotes } from './join-store.ts'
import { joinedThread, type JoiningThread, type Moving } from './joined-thread.ts'

/** Locks every thread of the two, and says what is to become of them. */
export async function planThreads(tx: Tx, { keptId, otherId }: Merge): Promise<Moving> {
  const threads = await lockThreadsOf(tx, [keptId, otherId])
  const mine = new Map(
    threads.filter(({ contactId }) => contactId === keptId).map((one) => [one.senderId, one]),
  )
  const moving: Moving = { wholeIds: [], joins: [] }
  for (const other of threads.filter(({ contactId }) => contactId === otherId)) {
    const kept: JoiningThread | undefined = mine.get(other.senderId)
    if (kept) moving.joins.push({ fromId: other.id, intoId: kept.id, after: joinedThread(kept, other) })
    else moving.wholeIds.push(other.id)
  }
  return moving
}

/**
 * Joins the threads as planned, once the messages of those that go stand in those that stay. Whoever comes with the id of one
 * that is no more is led to what it became.
 */
export async function joinThreads(tx: Tx, { keptId }: Merge, { wholeIds, joins }: Moving): Promise<void> {
  await sql`
    update conversation set contact_id = ${keptId}
    where organization_id = ${tx.organizationId} and id = any(${wholeIds}::uuid[])`.execute(tx.db)
  for (const join of joins) {
    await takeNotes(tx, join)
    await saveJoined(tx, join)
  }
  publishAll(
    tx,
    [...wholeIds, ...joins.flatMap(({ fromId, intoId }) => [fromId, intoId])].map((subjectId) => ({
      topic: 'conversation' as const,
      subjectId,
    })),
  )
}
