import type { ContactCondition, ContactFilter } from '@parley/contract/contact-filter.ts'
import { type RawBuilder, sql } from 'kysely'
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'

/** A filter as a condition on `contact`, for counts and the audiences of campaigns. */
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
      return sql`contact.language = any(${condition.is}::text[])`
    case 'owner':
      return sql`contact.owner_id = any(${condition.is}::text[])`
    case 'country':
      return sql`exists (${identityOf(organizationId)} and address like any(${prefixesOf(condition.is)}::text[]))`
    case 'stage':
      return sql`exists (select from lead where lead.organization_id = ${organizationId} and lead.contact_id = contact.id
        and lead.stage_id = any(${condition.is}::uuid[]))`
    case 'opted_in':
      return condition.is ? optedIn(organizationId) : sql`not ${optedIn(organizationId)}`
    case 'has_written': {
      const written = sql`exists (select from conversation where organization_id = ${organizationId} and contact_id = contact.id
        and last_inbound_at is not null)`
      return condition.is ? written : sql`not ${written}`
    }
    case 'search': {
      const like = `%${condition.is.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
      return sql`(contact.name ilike ${like} or contact.profile_name ilike ${like} or exists (${identityOf(organizationId)} and address ilike ${like}))`
    }
  }
}

const identityOf = (organizationId: string) =>
  sql`select from contact_identity where organization_id = ${organizationId} and contact_id = contact.id`

/** The last word counts: an opt-in with no opt-out behind it. */
const optedIn = (organizationId: string) => sql`exists (
  select from consent given where given.organization_id = ${organizationId} and given.contact_id = contact.id and given.kind = 'opt_in'
    and not exists (select from consent later where later.organization_id = given.organization_id and later.contact_id = given.contact_id
      and later.kind = 'opt_out' and later.at >= given.at))`

const prefixesOf = (countries: readonly string[]): string[] =>
  countries.flatMap((country) => {
    const code = country.toUpperCase()
    return isSupportedCountry(code) ? [`whatsapp:+${getCountryCallingCode(code)}%`] : []
  })
