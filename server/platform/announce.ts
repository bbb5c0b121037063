import type { News, NewsFacts } from '@parley/contract/news.ts'
import type { JobInsert } from 'pg-boss'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'

/** What a job row carries. The organization travels with it, because a worker has none of its own. */
export interface JobData {
  organizationId: string
  facts: Record<string, unknown>
}

export interface LaterOptions {
  /** Not before this instant, on the database's clock. */
  startAfter?: Date
  /** While a job with this key waits in the queue, another one is not added. */
  singletonKey?: string
}

/** Tells everyone above: one job for each subscriber, written in the transaction of the fact itself. */
export async function announce<N extends News>(
  tx: Tx,
  news: N,
  facts: NewsFacts[N],
  options: LaterOptions = {},
): Promise<void> {
  for (const queue of tx.subscribersOf(news)) await tx.enqueue(queue, [jobOf(tx, { ...facts }, options)])
}

/** The same news of many facts, for those who act on batches: one statement for each subscriber. */
export async function announceAll<N extends News>(
  tx: Tx,
  news: N,
  facts: readonly NewsFacts[N][],
): Promise<void> {
  if (facts.length === 0) return
  for (const queue of tx.subscribersOf(news))
    await tx.enqueue(
      queue,
      facts.map((each) => jobOf(tx, { ...each }, {})),
    )
}

/** Writes one job in this transaction. */
export async function later(
  tx: Tx,
  queue: string,
  facts: Record<string, unknown>,
  options: LaterOptions = {},
): Promise<void> {
  await tx.enqueue(queue, [jobOf(tx, facts, options)])
}

function jobOf(tx: Tx, facts: Record<string, unknown>, options: LaterOptions): JobInsert<JobData> {
  // pg-boss breaks ties of one instant by id: ids that rise keep the order in which they were written.
  const id = newId()
  const own = options.singletonKey === undefined ? null : `${tx.organizationId}:${options.singletonKey}`
  return {
    id,
    data: { organizationId: tx.organizationId, facts },
    singletonKey: own ?? id,
    ...(options.startAfter ? { startAfter: options.startAfter } : {}),
  }
}
