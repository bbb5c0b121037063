import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { meOptions } from './me.ts'
import { Refusal } from './parley.ts'

/** The sign-in has ended: whoever looks at `me` learns it and leads to the door. */
function noticeEnd(error: Error): void {
  if (error instanceof Refusal && error.problem.code === 'not_signed_in')
    queryClient.setQueryData(meOptions.queryKey, null)
}

/** What the browser remembers. Live updates say what has changed, so nothing is asked again by itself. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A refusal is an answer; only a connection that failed is tried again.
      retry: (failures, error) => !(error instanceof Refusal) && failures < 3,
    },
    mutations: { retry: false },
  },
})
