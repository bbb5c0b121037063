import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type Contact =
  paths['/api/v1/contacts/{contactId}']['get']['responses']['200']['content']['application/json']
export type Member =
  paths['/api/v1/members']['get']['responses']['200']['content']['application/json']['items'][number]

export const contactsOptions = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', search],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/contacts', {
          params: {
            query: { limit: 50, ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const contactOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId],
    queryFn: () => answer(parley.GET('/api/v1/contacts/{contactId}', { params: { path: { contactId } } })),
  })

export const timelineOptions = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', contactId],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/contacts/{contactId}/timeline', {
          params: { path: { contactId }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const membersOptions = queryOptions({
  queryKey: ['members'],
  queryFn: () => answer(parley.GET('/api/v1/members')),
})
