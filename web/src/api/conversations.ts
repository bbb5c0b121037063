import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
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
export const filters: readonly Filter[] = ['all', 'waiting', 'mine', 'unread', 'unassigned', 'attention']

/** @param senderId the number they wrote to; null for all */
export const inboxOptions = (filter: Filter, search: string, senderId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['conversations', filter, search, senderId],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/conversations', {
          params: {
            query: {
              filter,
              limit: 40,
              ...(search ? { search } : {}),
              ...(senderId ? { senderId } : {}),
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

/** The numbers people write to. */
export const sendersOptions = queryOptions({
  queryKey: ['senders', 'active'],
  queryFn: () => answer(parley.GET('/api/v1/senders')),
})

/** How often an open conversation is asked for again, in milliseconds: that a window closes, nobody announces. */
const askAgain = 5_000

export const conversationOptions = (conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', conversationId],
    queryFn: () =>
      answer(parley.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } } })),
    refetchInterval: askAgain,
  })

export type Thread = InfiniteData<Answer<'/api/v1/conversations/{conversationId}/messages'>>

/** The thread with a message as it is now: in its place, or at the end when it is new. */
export function withMessage(thread: Thread | undefined, message: Message): Thread | undefined {
  const [newest, ...older] = thread?.pages ?? []
  if (!thread || !newest) return thread
  const known = thread.pages.some(({ items }) => items.some(({ id }) => id === message.id))
  const pages = known
    ? thread.pages.map((page) => ({
        ...page,
        items: page.items.map((one) => (one.id === message.id ? message : one)),
      }))
    : [{ ...newest, items: [...newest.items, message] }, ...older]
  return { ...thread, pages }
}

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
