import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Get<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type OutboundAgent = Get<'/api/v1/outbound-agents/{outboundAgentId}'>
export type Twin = Get<'/api/v1/twin'>
export type TwinArticle = Get<'/api/v1/twin/articles'>['items'][number]

export const outboundAgentsOptions = queryOptions({
  queryKey: ['agents', 'outbound'],
  queryFn: () => answer(parley.GET('/api/v1/outbound-agents')),
})
export const outboundAgentOptions = (outboundAgentId: string) =>
  queryOptions({
    queryKey: ['agent', 'outbound', outboundAgentId],
    queryFn: () =>
      answer(
        parley.GET('/api/v1/outbound-agents/{outboundAgentId}', { params: { path: { outboundAgentId } } }),
      ),
  })
export const twinOptions = queryOptions({
  queryKey: ['agent', 'twin'],
  queryFn: () => answer(parley.GET('/api/v1/twin')),
})
export const twinsOptions = queryOptions({
  queryKey: ['agents', 'twins'],
  queryFn: () => answer(parley.GET('/api/v1/twins')),
})
export const twinArticlesOptions = queryOptions({
  queryKey: ['articles', 'twin'],
  queryFn: () => answer(parley.GET('/api/v1/twin/articles')),
})
export const contactTwinOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId, 'twin'],
    queryFn: () =>
      answer(parley.GET('/api/v1/contacts/{contactId}/twin', { params: { path: { contactId } } })),
  })
