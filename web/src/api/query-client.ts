import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './parley.ts'

/** What the browser remembers. Live updates say what has changed, so nothing is asked again by itself. */
export const queryClient = new QueryClient({
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
