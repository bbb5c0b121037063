import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type Cost =
  paths['/api/v1/campaigns/{campaignId}/cost']['get']['responses']['200']['content']['application/json']

/** Twilio tells prices minutes after the messages; nobody announces them. */
const refetchInterval = 30_000

export const campaignCostOptions = (campaignId: string) =>
  queryOptions({
    queryKey: ['cost', 'campaign', campaignId],
    queryFn: () =>
      answer(parley.GET('/api/v1/campaigns/{campaignId}/cost', { params: { path: { campaignId } } })),
    refetchInterval,
  })
export const contactCostOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['cost', 'contact', contactId],
    queryFn: () =>
      answer(parley.GET('/api/v1/contacts/{contactId}/cost', { params: { path: { contactId } } })),
    refetchInterval,
  })
