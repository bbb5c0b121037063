import type { Tx } from '#platform/db.ts'

/** Counting that takes less than this is done every time, in milliseconds. */
const cheapMs = 150
/** What took longer is believed for so many times as long, so that counting takes no more than this share of the time. */
const believedFor = 20
/** But not for longer, in milliseconds: one count that had to wait must not stand for minutes. */
const longestMs = 10_000

/** Something counted, and when that can be done anew. */
export type Counted<T> = T & {
  /** Null when it was counted just now, else after how many milliseconds a new count can be had. */
  freshInMs: number | null
}

/**
 * Counts that are dear for large campaigns: such a count is made again only after a while that grows with what it costs. Who was given an old
 * one is told when to ask again, so that nobody is left with it.
 */
export function rememberCounts<T extends object>(
  count: (tx: Tx, ids: readonly string[]) => Promise<Map<string, T>>,
) {
  /** By organization and subject. */
  const remembered = new Map<string, { counted: T; until: number }>()
  /** @param options.afresh counts in any case, for who just changed something */
  return async (
    tx: Tx,
    ids: readonly string[],
    { afresh = false } = {},
  ): Promise<Map<string, Counted<T>>> => {
    const began = performance.now()
    const key = (id: string) => `${tx.organizationId} ${id}`
    for (const [each, { until }] of remembered) if (until <= began) remembered.delete(each)
    const result = new Map<string, Counted<T>>()
    for (const id of afresh ? [] : ids) {
      const found = remembered.get(key(id))
      if (found) result.set(id, { ...found.counted, freshInMs: Math.ceil(found.until - began) })
    }
    const unknown = ids.filter((id) => !result.has(id))
    if (unknown.length === 0) return result
    const counts = await count(tx, unknown)
    const now = performance.now()
    for (const [id, counted] of counts) {
      result.set(id, { ...counted, freshInMs: null })
      if (now - began > cheapMs && !afresh)
        remembered.set(key(id), { counted, until: now + Math.min((now - began) * believedFor, longestMs) })
    }
    return result
  }
}
