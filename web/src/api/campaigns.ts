import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type Campaign =
  paths['/api/v1/campaigns/{campaignId}']['get']['responses']['200']['content']['application/json']
export type CampaignCharts =
  paths['/api/v1/campaigns/{campaignId}/charts']['get']['responses']['200']['content']['application/json']
export type CampaignReport =
  paths['/api/v1/campaigns/{campaignId}/report']['get']['responses']['200']['content']['application/json']
export type CampaignPlan = Required<
  NonNullable<paths['/api/v1/campaigns']['post']['requestBody']>['content']['application/json']
>
export type CampaignStep = CampaignPlan['steps'][number]
export type Audience = Required<CampaignPlan['audience']>
export type Touch =
  paths['/api/v1/campaigns/{campaignId}/touches']['get']['responses']['200']['content']['application/json']['items'][number]
export type TouchState = Touch['state']

const at = (campaignId: string) => ({ path: { campaignId } })

export const campaignsOptions = queryOptions({
  queryKey: ['campaigns'],
  queryFn: () => answer(parley.GET('/api/v1/campaigns')),
  refetchInterval: ({ state: { data } }) => {
    const old = data?.items.flatMap(({ progress: { freshInMs } }) => freshInMs ?? []) ?? []
    return old.length > 0 ? Math.max(...old) : false
  },
})
export const campaignSettingsOptions = queryOptions({
  queryKey: ['campaign-settings'],
  queryFn: () => answer(parley.GET('/api/v1/campaign-settings')),
})
export const campaignOptions = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId],
    queryFn: () => answer(parley.GET('/api/v1/campaigns/{campaignId}', { params: at(campaignId) })),
    // Changes are told live; what was counted before one of them is asked for once more.
    refetchInterval: ({ state: { data } }) => data?.progress.freshInMs ?? false,
  })
export const campaignChartsOptions = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign-charts', campaignId],
    queryFn: () => answer(parley.GET('/api/v1/campaigns/{campaignId}/charts', { params: at(campaignId) })),
    refetchInterval: ({ state: { data } }) => data?.freshInMs ?? false,
  })
export const audienceOptions = (audience: Audience, senderIds: string[]) =>
  queryOptions({
    queryKey: ['audience', audience, senderIds],
    queryFn: () => answer(parley.POST('/api/v1/campaigns/audience', { body: { audience, senderIds } })),
    placeholderData: keepPreviousData,
  })
export const touchesOptions = (campaignId: string, state: TouchState, search: string) =>
  infiniteQueryOptions({
    queryKey: ['touches', campaignId, state, search],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/campaigns/{campaignId}/touches', {
          params: {
            ...at(campaignId),
            query: {
              state,
              limit: 50,
              ...(search ? { search } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
export const reportOptions = (campaignId: string, outcome: string | null) =>
  infiniteQueryOptions({
    queryKey: ['report', campaignId, outcome],
    queryFn: ({ pageParam }) =>
      answer(
        parley.GET('/api/v1/campaigns/{campaignId}/report', {
          params: {
            ...at(campaignId),
            query: { ...(outcome ? { outcome } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state: { data } }) => data?.pages[0]?.freshInMs ?? false,
  })
