import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { type KnownPace, learnPace, tooFast } from './learn-pace.ts'

/** A message that was refused, for whatever reason. */
export interface Refusal {
  senderId: string
  contactId: string
  code: number | null
}

/** Has senders learn from what was refused for being too fast. The one place that writes a learned pace. */
export async function noteRefusals(tx: Tx, refusals: readonly Refusal[]): Promise<void> {
  const fast = refusals.filter(({ code }) => code !== null && tooFast.has(code))
  if (fast.length === 0) return
  const bySender = Map.groupBy(fast, ({ senderId }) => senderId)
  const changed: string[] = []
  for (const known of await lockPaces(tx, [...bySender.keys()])) {
    const mine = bySender.get(known.id) ?? []
    const people = new Set(mine.map(({ contactId }) => contactId)).size
    const learned = learnPace(known, people, known.now)
    const isLesson = learned.learnedAt !== known.learnedAt
    await tx.db
      .updateTable('sender')
      .set({ ...learned, ...(isLesson ? { learnedCode: mine.at(-1)?.code ?? null } : {}) })
      .where('organizationId', '=', tx.organizationId)
      .where('id', '=', known.id)
      .execute()
    if (isLesson) changed.push(known.id)
  }
  publishAll(
    tx,
    changed.map((subjectId) => ({ topic: 'sender', subjectId })),
  )
}

/** In one order for everybody; by the database's clock, as the lanes are. */
async function lockPaces(tx: Tx, ids: readonly string[]): Promise<(KnownPace & { id: string; now: Date })[]> {
  const { rows } = await sql<KnownPace & { id: string; now: Date }>`
    select id, pace, learned_pace, learned_at, refusals, refused_since, clock_timestamp() as now from sender
    where organization_id = ${tx.organizationId} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx.db,
  )
  return rows
}

/** A member's own pace for a sender, null for the usual one. What was learned under another is forgotten. */
export async function setPace(tx: Tx, senderId: string, pace: number | null): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('sender')
    .set({ pace, learnedPace: null, learnedAt: null, learnedCode: null, refusals: 0, refusedSince: null })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', senderId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
