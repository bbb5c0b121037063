import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Makes what is remembered stale and asks for what is on screen again, so that nothing older than this call stays.
 * TanStack Query lets a question that still waits for its very first answer go on, though that answer may have been read
 * before the change: such a question is put once more when its answer is there.
 */
export async function askAgain(client: QueryClient, filters: QueryFilters = {}): Promise<void> {
  const first = new Set(
    client
      .getQueryCache()
      .findAll(filters)
      .filter(({ state }) => state.data === undefined && state.fetchStatus !== 'idle'),
  )
  const answered = Promise.allSettled([...first].flatMap(({ promise }) => promise ?? []))
  await Promise.all([client.invalidateQueries(filters), answered])
  if (first.size > 0) await client.invalidateQueries({ predicate: (query) => first.has(query) })
}
