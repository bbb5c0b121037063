import { type RawBuilder, sql } from 'kysely'

/** A pattern for `like` that finds the text anywhere, with what is special to `like` taken literally. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** The digits of what looks like a phone number, written in any way; null when it does not, or has fewer than three. */
export function digitsOf(text: string): string | null {
  const digits = text.replaceAll(/\D/g, '')
  return /^[\d\s+().\-/]+$/.test(text) && digits.length >= 3 ? digits : null
}

/** Ids of contacts whose name, profile name or address holds the text; accents do not matter in names. */
export function contactsLike(organizationId: string, text: string): RawBuilder<unknown> {
  const pattern = containing(text)
  const address = containing(digitsOf(text) ?? text)
  return sql`
    select id from contact where organization_id = ${organizationId}
      and (unaccent(name) ilike unaccent(${pattern}) or unaccent(profile_name) ilike unaccent(${pattern}))
    union
    select contact_id from contact_identity where organization_id = ${organizationId} and address ilike ${address}`
}
