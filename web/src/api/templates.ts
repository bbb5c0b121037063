import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { components } from '@parley/sdk'
import { answer, parley } from './parley.ts'
import { putAnswer } from './put-answer.ts'

export type Template = components['schemas']['Template']
export type TemplateDraft = components['schemas']['TemplateDraft']
export type TemplateSuggestion = components['schemas']['TemplateSuggestion']
export type TemplateProblem = components['schemas']['TemplateProblem']

export const templatesOptions = queryOptions({
  queryKey: ['templates'],
  queryFn: () => answer(parley.GET('/api/v1/templates')),
})

/** What Meta would reject of a draft, and how the phone would show it. The last answer stays while the next is asked for. */
export const checkOptions = (draft: TemplateDraft) =>
  queryOptions({
    queryKey: ['template-check', draft],
    queryFn: () => answer(parley.POST('/api/v1/templates/check', { body: draft })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  })

/** Which approved template says best what is intended, to one contact or to many. */
export const useSuggestion = () =>
  useMutation({
    mutationFn: (body: { text: string } & ({ conversationId: string } | { connectorId: string })) =>
      answer(parley.POST('/api/v1/templates/suggestions', { body })),
  })

/** Reads the templates of every connector from Twilio now. */
export function useSyncTemplates() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/templates/sync')),
    onSuccess: (now) => putAnswer(client, templatesOptions, now),
  })
}
