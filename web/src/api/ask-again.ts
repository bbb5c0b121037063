import type { Query, QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Makes what is remembered stale and asks for what is on screen again, so that nothing older than this call stays.
 * TanStack Query lets a question that still waits for its very first answer go on, though that answer may have been read
 * before the change: such a question is put once more when its answer is there.
 */
export async function askAgain(client: QueryClient, filters: QueryFilters = {}): Promise<void> {
  const first = client
    .getQueryCache()
    .findAll(filters)
    .filter(({ state }) => state.data === undefined && state.fetchStatus !== 'idle')
  await Promise.all([
    client.invalidateQueries(filters),
    ...first.map(async (query) => await onceMore(client, query)),
  ])
}

/** What is put once more already, by the first answer it waits for: however much changes meanwhile, once is enough. */
const waiting = new WeakMap<Promise<unknown>, Promise<void>>()

async function onceMore(client: QueryClient, query: Query): Promise<void> {
  const answer = query.promise
  if (!answer) return
  const again = async () => await client.invalidateQueries({ predicate: (one) => one === query })
  const asked = waiting.get(answer) ?? answer.then(again, again)
  waiting.set(answer, asked)
  await asked
}
