import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Shows what a change answered. A read that was asked for before it is older and must not come after it, so it is called off; what
 * somebody else changed meanwhile is asked for anew.
 */
export async function putAnswer<Data>(
  client: QueryClient,
  { queryKey }: { queryKey: DataTag<QueryKey, Data, Error> },
  now: NoInfer<Data>,
): Promise<void> {
  await client.cancelQueries({ queryKey, exact: true })
  client.setQueryData<unknown>(queryKey, now)
  void client.invalidateQueries({ queryKey, exact: true })
}
