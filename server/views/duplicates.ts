import type { Likeness, MergePreview } from '@parley/contract/merges.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import { otherForm } from '#contacts/number-forms.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { contactsById, showContact } from './contact-view.ts'

type ContactView = Exclude<Awaited<ReturnType<typeof showContact>>, Refused>

/** As many as anybody looks through. */
const most = 10

/**
 * Contacts that may be the same person, those with the most in common first. Each way to be alike is answered by an index; a name alone is
 * nobody's, so it counts only where the owner is the same too, or one of the two hides a number.
 */
export async function listDuplicates(
  tx: Tx,
  contactId: string,
): Promise<{ items: { contact: ContactView; likenesses: z.infer<typeof Likeness>[] }[] } | Refused> {
  const contact = await showContact(tx, contactId)
  if (isRefusal(contact)) return contact
  const forms = contact.identities.flatMap(({ address }) => otherForm(address) ?? [])
  const { rows } = await sql<{ id: string; likenesses: z.infer<typeof Likeness>[] }>`
    with mine as (
      select contact.*, exists (select from contact_identity identity where identity.organization_id = contact.organization_id
        and identity.contact_id = contact.id and identity.kind = 'phone') as has_phone
      from contact where organization_id = ${tx.organizationId} and id = ${contact.id}
    ), alike as (
      select contact_id as id, 'number' as likeness from contact_identity
      where organization_id = ${tx.organizationId} and address = any(${forms}::text[])
      union all
      select contact.id, 'name' from mine join contact on contact.organization_id = ${tx.organizationId} and contact.sort_name = mine.sort_name
      where mine.name <> '' and contact.name <> '' and contact.owner_id = mine.owner_id
      union all
      select contact.id, 'mail' from mine join contact on contact.organization_id = ${tx.organizationId} and contact.mail_address = mine.mail_address
      union all
      select contact.id, 'profile' from mine join contact on contact.organization_id = ${tx.organizationId} and contact.profile_name = mine.profile_name
      where mine.profile_name <> '' and contact.country = mine.country and mine.has_phone <> exists (
        select from contact_identity identity where identity.organization_id = contact.organization_id
          and identity.contact_id = contact.id and identity.kind = 'phone')
    )
    select id, array_agg(distinct likeness) as likenesses from alike where id <> ${contact.id}
    group by id order by count(distinct likeness) desc, id limit ${most}`.execute(tx.db)
  const found = await contactsById(
    tx,
    rows.map(({ id }) => id),
  )
  return {
    items: rows.flatMap(({ id, likenesses }) => {
      const one = found.find((each) => each.id === id)
      return one ? [{ contact: one, likenesses }] : []
    }),
  }
}

/** Two contacts beside each other, and what a merge of the second into the first would move. */
export async function previewMerge(
  tx: Tx,
  contactId: string,
  otherContactId: string,
): Promise<
  | (Omit<z.input<typeof MergePreview>, 'contact' | 'other'> & Record<'contact' | 'other', ContactView>)
  | Refused
> {
  const contact = await showContact(tx, contactId)
  if (isRefusal(contact)) return contact
  const other = await showContact(tx, otherContactId)
  if (isRefusal(other)) return other
  if (contact.id === other.id) return refuse('contacts_same')
  const numbers = [contact, other].map(({ optedOut }) => optedOut.map(({ senderAddress }) => senderAddress))
  return {
    contact,
    other,
    moves: await countMoves(tx, contact.id, other.id),
    closes: [...new Set(numbers.flat())].sort(),
  }
}

type Moves = z.input<typeof MergePreview>['moves']

async function countMoves(tx: Tx, keptId: string, otherId: string): Promise<Moves> {
  const { organizationId } = tx
  const own = sql`organization_id = ${organizationId} and contact_id = ${otherId}`
  const joined = sql`exists (select from conversation mine where mine.organization_id = ${organizationId}
    and mine.contact_id = ${keptId} and mine.sender_id = conversation.sender_id)`
  const { rows } = await sql<Moves>`
    select (select count(*) from contact_identity where ${own})::int as identities,
      (select count(*) from conversation where ${own} and not ${joined})::int as conversations,
      (select count(*) from conversation where ${own} and ${joined})::int as joined,
      (select count(*) from message where organization_id = ${organizationId}
        and conversation_id in (select id from conversation where ${own}))::int as messages,
      (select count(*) from note where organization_id = ${organizationId}
        and conversation_id in (select id from conversation where ${own}))::int as notes,
      (select count(*) from consent where ${own})::int as consents,
      (select count(*) from lead where ${own})::int as leads,
      (select count(*) from recipient where ${own})::int as campaigns,
      (select count(*) from recipient where ${own} and exists (select from recipient mine where mine.organization_id = ${organizationId}
        and mine.contact_id = ${keptId} and mine.campaign_id = recipient.campaign_id))::int as both_in`.execute(
    tx.db,
  )
  return rows[0]!
}
