import { type RawBuilder, sql } from 'kysely'
import { contactsLike } from '#contacts/search-text.ts'

/** Touches to contacts whose name or number holds the text; all of them without one. */
export const isToSearched = (organizationId: string, search: string | undefined): RawBuilder<unknown> =>
  search?.trim() ? sql`touch.contact_id in (${contactsLike(organizationId, search.trim())})` : sql`true`
