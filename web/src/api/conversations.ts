import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Conversation = Answer<'/api/v1/conversations/{conversationId}'>
export type Message = Answer<'/api/v1/conversations/{conversationId}/messages'>['items'][number]
export type Note = Answer<'/api/v1/conversations/{conversationId}/notes'>['items'][number]
export type Filter = keyof Answer<'/api/v1/conversations/counts'>
export const filters: readonly Filter[] = ['all', 'waiting', 'mine', 'unassigned', 'unread', 'attention']

export const inboxOptions = (filter: Filter, search: string) =>
  infiniteQueryOptions({
    queryKey: ['conversations', filter, search],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/conversations', {
          params: {
            query: {
              filter,
              limit: 40,
              ...(search ? { search } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const countsOptions = queryOptions({
  queryKey: ['inbox-counts'],
  queryFn: () => answer(parley.GET('/api/v1/conversations/counts')),
})

export const conversationOptions = (conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', conversationId],
    queryFn: () =>
      answer(parley.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } } })),
  })

/** Pages go back in time; each is in the order of the thread. */
export const threadOptions = (conversationId: string) =>
  infiniteQueryOptions({
    queryKey: ['messages', conversationId],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/conversations/{conversationId}/messages', {
          params: {
            path: { conversationId },
            query: { limit: 50, ...(pageParam ? { before: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.hasOlder ? page.items[0]?.position : undefined),
  })

export const notesOptions = (conversationId: string) =>
  queryOptions({
    queryKey: ['notes', conversationId],
    queryFn: () =>
      answer(
        parley.GET('/api/v1/conversations/{conversationId}/notes', { params: { path: { conversationId } } }),
      ),
  })
