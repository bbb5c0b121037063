import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type MergePreview =
  paths['/api/v1/contacts/{contactId}/duplicates/{otherContactId}']['get']['responses']['200']['content']['application/json']
export type OwnPart = NonNullable<
  NonNullable<
    paths['/api/v1/contacts/{contactId}/merge']['post']['requestBody']
  >['content']['application/json']['take']
>[number]

// Keyed like the contact, so that whatever changes it changes these.
export const duplicatesOptions = (contactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId, 'duplicates'],
    queryFn: () =>
      answer(parley.GET('/api/v1/contacts/{contactId}/duplicates', { params: { path: { contactId } } })),
  })

export const mergePreviewOptions = (contactId: string, otherContactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId, 'duplicates', otherContactId],
    queryFn: () =>
      answer(
        parley.GET('/api/v1/contacts/{contactId}/duplicates/{otherContactId}', {
          params: { path: { contactId, otherContactId } },
        }),
      ),
  })
