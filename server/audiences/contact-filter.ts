import type { ContactCondition, ContactFilter, FieldTest } from '@parley/contract/contact-filter.ts'
import { type RawBuilder, sql } from 'kysely'
import { standingSql } from '#contacts/consent.ts'
import { contactsLike, containing } from '#contacts/search-text.ts'

/**
 * A filter as a condition on `contact`: for the table of contacts, counts, bulk changes and the audiences of campaigns. What is
 * asked for travels as parameters only.
 */
export function filterSql(organizationId: string, { all }: ContactFilter): RawBuilder<boolean> {
  if (all.length === 0) return sql<boolean>`true`
  return sql<boolean>`(${sql.join(
    all.map((condition) => conditionSql(organizationId, condition)),
    sql` and `,
  )})`
}

function conditionSql(organizationId: string, condition: ContactCondition): RawBuilder<unknown> {
  switch (condition.field) {
    case 'language':
      return sql`(contact.language = any(${condition.is}::text[]) or split_part(contact.language, '-', 1) = any(${condition.is}::text[]))`
    case 'country':
      return sql`contact.country = any(${condition.is.map((code) => code.toUpperCase())}::text[])`
    case 'owner':
      return sql`contact.owner_id = any(${condition.is}::text[])`
    case 'tag':
      return sql`contact.tags && ${condition.is}::text[]`
    case 'import':
      return sql`contact.import_ids && ${condition.is}::uuid[]`
    case 'own_field':
      return sql`coalesce(${fieldSql(condition.fieldId, condition.is)}, false)`
    case 'stage':
      return sql`exists (select from lead where lead.organization_id = ${organizationId} and lead.contact_id = contact.id
        and lead.stage_id = any(${condition.is}::uuid[]))`
    case 'consent':
      return sql`coalesce(${standing(organizationId)}, 'none') = any(${condition.is.map(kindOf)}::text[])`
    case 'opted_in':
      return sql`(coalesce(${standing(organizationId)}, 'none') = 'opt_in') = ${condition.is}`
    case 'has_written':
      return sql`exists (select from conversation where conversation.organization_id = ${organizationId}
        and conversation.contact_id = contact.id and last_inbound_at is not null) = ${condition.is}`
    case 'search':
      return sql`contact.id in (${contactsLike(organizationId, condition.is)})`
  }
}

const standing = (organizationId: string) =>
  standingSql({ organizationId: sql`${organizationId}`, contactId: sql`contact.id` })

/** The word that a standing rests on, as evidence names it. */
const kindOf = (stands: 'opted_in' | 'opted_out' | 'none'): string =>
  ({ opted_in: 'opt_in', opted_out: 'opt_out', none: 'none' })[stands]

const comparing = { before: sql`<`, less: sql`<`, after: sql`>`, greater: sql`>` } as const

function fieldSql(fieldId: string, is: FieldTest): RawBuilder<unknown> {
  const value = sql`(contact.fields -> ${fieldId}::text)`
  const text = sql`(contact.fields ->> ${fieldId}::text)`
  // Only what is a number is read as one, whatever order PostgreSQL tests in.
  const number = sql`(case when jsonb_typeof(${value}) = 'number' then ${text}::numeric end)`
  switch (is.test) {
    case 'equals':
      return typeof is.value === 'number'
        ? sql`${number} = ${is.value}::numeric`
        : sql`lower(${text}) = lower(${is.value}::text)`
    case 'contains':
      return sql`unaccent(${text}) ilike unaccent(${containing(is.value)})`
    case 'before':
    case 'after':
      // Days sort like their text.
      return sql`${text} collate "C" ${comparing[is.test]} ${is.value}::text`
    case 'greater':
    case 'less':
      return sql`${number} ${comparing[is.test]} ${is.value}::numeric`
    case 'any_of':
      return sql`${value} ?| ${is.value}::text[]`
    case 'known':
      return sql`(contact.fields ? ${fieldId}::text) = ${is.value}`
  }
}
