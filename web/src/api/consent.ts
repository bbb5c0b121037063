import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

type Get<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Consent = Get<'/api/v1/contacts/{contactId}/consents'>['items'][number]
export type ConsentSettings = Get<'/api/v1/consent-settings'>
export type OptInPage = Get<'/api/v1/opt-in-pages'>['items'][number]

export const consentsOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['consents', contactId],
    queryFn: () =>
      answer(parley.GET('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } } })),
  })

export const consentSettingsOptions = queryOptions({
  queryKey: ['consent-settings'],
  queryFn: () => answer(parley.GET('/api/v1/consent-settings')),
})

export const optInPagesOptions = queryOptions({
  queryKey: ['opt-in-pages'],
  queryFn: () => answer(parley.GET('/api/v1/opt-in-pages')),
})

/** Active numbers of every connector. */
export const sendersOptions = queryOptions({
  queryKey: ['senders', 'active'],
  queryFn: () => answer(parley.GET('/api/v1/senders')),
})
