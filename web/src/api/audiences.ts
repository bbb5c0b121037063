import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type ContactFilter = Required<
  NonNullable<
    NonNullable<
      paths['/api/v1/contacts/search']['post']['requestBody']
    >['content']['application/json']['filter']
  >
>
export type ContactCondition = ContactFilter['all'][number]

export type FieldTest = Extract<ContactCondition, { field: 'own_field' }>['is']
export type ContactOrder = 'newest' | 'name'
export type SavedFilter =
  paths['/api/v1/saved-filters']['get']['responses']['200']['content']['application/json']['items'][number]
export type ContactField =
  paths['/api/v1/contact-fields']['get']['responses']['200']['content']['application/json']['items'][number]

/** Rows asked for at once while scrolling. */
const rowsAtOnce = 100

export const contactTableOptions = (filter: ContactFilter, sort: ContactOrder) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'table', filter, sort],
    queryFn: ({ pageParam }) =>
      answer(
        parley.POST('/api/v1/contacts/search', {
          body: { filter, sort, limit: rowsAtOnce, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const contactCountOptions = (filter: ContactFilter) =>
  queryOptions({
    queryKey: ['contacts', 'count', filter],
    queryFn: () => answer(parley.POST('/api/v1/contacts/count', { body: { filter } })),
    placeholderData: keepPreviousData,
  })

export const facetsOptions = queryOptions({
  queryKey: ['contacts', 'facets'],
  queryFn: () => answer(parley.GET('/api/v1/contacts/facets')),
})

export const savedFiltersOptions = queryOptions({
  queryKey: ['saved-filters'],
  queryFn: () => answer(parley.GET('/api/v1/saved-filters')),
})

export const contactFieldsOptions = queryOptions({
  queryKey: ['contact-fields'],
  queryFn: () => answer(parley.GET('/api/v1/contact-fields')),
})
