import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Json<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never
export type Pipeline = Json<paths['/api/v1/pipelines']['get']['responses']['200']>['items'][number]
export type Stage = Pipeline['stages'][number]
export type LeadPage = Json<paths['/api/v1/leads']['get']['responses']['200']>
export type Lead = LeadPage['items'][number]

export const pipelinesOptions = queryOptions({
  queryKey: ['pipelines'],
  queryFn: () => answer(parley.GET('/api/v1/pipelines')),
})

/** The leads of one column of the board. */
export const stageLeadsOptions = (stageId: string) =>
  infiniteQueryOptions({
    queryKey: ['leads', 'stage', stageId],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/leads', {
          params: { query: { stageId, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const contactLeadsOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['leads', 'contact', contactId],
    queryFn: () => answer(parley.GET('/api/v1/leads', { params: { query: { contactId, limit: 50 } } })),
  })
