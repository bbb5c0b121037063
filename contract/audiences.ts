import { z } from 'zod'
import { Tag } from './contact-fields.ts'
import { ContactFilter } from './contact-filter.ts'
import { Contact } from './contacts.ts'
import { id, instant, operation, page, pageQuery } from './operation.ts'

/** A filter by a name, for the table of contacts and for campaigns. */
export const SavedFilter = z
  .object({ id, name: z.string(), filter: ContactFilter, createdAt: instant })
  .meta({ id: 'SavedFilter' })

const Facet = z.array(z.object({ value: z.string(), count: z.number().int() }))

const tag = 'Contacts'
const name = z.string().trim().min(1).max(80)
const params = z.object({ filterId: id })

export const audienceOperations = {
  searchContacts: operation({
    id: 'searchContacts',
    method: 'POST',
    path: '/api/v1/contacts/search',
    tag,
    summary: 'Contacts for whom a filter holds, page by page',
    permission: 'contacts.read',
    body: z.object({
      filter: ContactFilter.default({ all: [] }),
      sort: z.enum(['newest', 'name']).default('newest'),
      cursor: z.string().max(800).optional(),
      limit: pageQuery.shape.limit,
    }),
    answer: page(Contact),
  }),
  countContacts: operation({
    id: 'countContacts',
    method: 'POST',
    path: '/api/v1/contacts/count',
    tag,
    summary: 'How many contacts a filter holds; from 100,000 on, that there are more',
    permission: 'contacts.read',
    body: z.object({ filter: ContactFilter.default({ all: [] }) }),
    answer: z.object({ count: z.number().int(), more: z.boolean() }),
  }),
  getContactFacets: operation({
    id: 'getContactFacets',
    method: 'GET',
    path: '/api/v1/contacts/facets',
    tag,
    summary: 'The countries, languages and tags that contacts have, the most frequent first',
    permission: 'contacts.read',
    answer: z.object({ countries: Facet, languages: Facet, tags: Facet }),
  }),
  tagContacts: operation({
    id: 'tagContacts',
    method: 'POST',
    path: '/api/v1/contacts/tags',
    tag,
    summary: 'Put tags on every contact for whom a filter holds, or take them off',
    permission: 'contacts.manage',
    body: z.object({
      filter: ContactFilter,
      /** Only these among them; null for all. */
      contactIds: z.array(id).max(500).nullable().default(null),
      add: z.array(Tag).max(20).default([]),
      remove: z.array(Tag).max(20).default([]),
    }),
    answer: z.object({ changed: z.number().int() }),
  }),
  listSavedFilters: operation({
    id: 'listSavedFilters',
    method: 'GET',
    path: '/api/v1/saved-filters',
    tag,
    summary: 'Filters by their names',
    permission: 'contacts.read',
    answer: z.object({ items: z.array(SavedFilter) }),
  }),
  createSavedFilter: operation({
    id: 'createSavedFilter',
    method: 'POST',
    path: '/api/v1/saved-filters',
    tag,
    summary: 'Keep a filter under a name',
    permission: 'contacts.manage',
    body: z.object({ name, filter: ContactFilter }),
    status: 201,
    answer: SavedFilter,
    refusals: ['name_taken'],
  }),
  updateSavedFilter: operation({
    id: 'updateSavedFilter',
    method: 'PATCH',
    path: '/api/v1/saved-filters/{filterId}',
    tag,
    summary: 'Rename a filter or say it anew. Campaigns that took it over keep what they have',
    permission: 'contacts.manage',
    params,
    body: z.object({ name, filter: ContactFilter }).partial(),
    answer: SavedFilter,
    refusals: ['name_taken'],
  }),
  removeSavedFilter: operation({
    id: 'removeSavedFilter',
    method: 'DELETE',
    path: '/api/v1/saved-filters/{filterId}',
    tag,
    summary: 'Remove a filter; its contacts stay',
    permission: 'contacts.manage',
    params,
    status: 204,
  }),
}
