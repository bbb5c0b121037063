import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Get<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Connector = Get<'/api/v1/connectors/{connectorId}'>
export type Sender = Get<'/api/v1/senders/{senderId}'>
export type Agent = Get<'/api/v1/agents/{agentId}'>

export const checklistOptions = queryOptions({
  queryKey: ['checklist'],
  queryFn: () => answer(parley.GET('/api/v1/checklist')),
})
export const connectorsOptions = queryOptions({
  queryKey: ['connectors'],
  queryFn: () => answer(parley.GET('/api/v1/connectors')),
})
export const connectorOptions = (connectorId: string) =>
  queryOptions({
    queryKey: ['connector', connectorId],
    queryFn: () =>
      answer(parley.GET('/api/v1/connectors/{connectorId}', { params: { path: { connectorId } } })),
  })
export const setAsideOptions = (connectorId: string) =>
  queryOptions({
    queryKey: ['set-aside', connectorId],
    queryFn: () =>
      answer(parley.GET('/api/v1/connectors/{connectorId}/set-aside', { params: { path: { connectorId } } })),
  })
export const connectorSendersOptions = (connectorId: string) =>
  queryOptions({
    queryKey: ['senders', connectorId],
    queryFn: () =>
      answer(parley.GET('/api/v1/connectors/{connectorId}/senders', { params: { path: { connectorId } } })),
  })
export const agentsOptions = queryOptions({
  queryKey: ['agents'],
  queryFn: () => answer(parley.GET('/api/v1/agents')),
})
export const agentOptions = (agentId: string) =>
  queryOptions({
    queryKey: ['agent', agentId],
    queryFn: () => answer(parley.GET('/api/v1/agents/{agentId}', { params: { path: { agentId } } })),
  })
export const articlesOptions = (agentId: string, search: string) =>
  queryOptions({
    queryKey: ['articles', agentId, search],
    queryFn: () =>
      answer(
        parley.GET('/api/v1/agents/{agentId}/articles', {
          params: { path: { agentId }, query: search ? { search } : {} },
        }),
      ),
  })
export const channelsOptions = (agentId: string) =>
  queryOptions({
    queryKey: ['channels', agentId],
    queryFn: () => answer(parley.GET('/api/v1/channels', { params: { query: { agentId } } })),
  })
export const choicesOptions = queryOptions({
  queryKey: ['channels', 'choices'],
  queryFn: () => answer(parley.GET('/api/v1/channels/choices')),
})
