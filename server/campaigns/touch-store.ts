import { sql } from 'kysely'
import { filterSql } from '#audiences/contact-filter.ts'
import { json, type Tx } from '#platform/db.ts'
import type { Finding } from './check-composed.ts'
import type { Composed } from './compose-touch.ts'
import type { Fact } from './fact.ts'

/** A touch to compose. */
export interface PlannedTouch {
  contactId: string
  step: number
  language: string | null
  /** Whether they agreed to hear from us. */
  optedIn: boolean
}

/** Whether they agreed, as a filter of contacts asks it. */
export const optedIn = { all: [{ field: 'opted_in' as const, is: true }] }

/** The next touches to compose that are due after one instant and before another, those due first. Locked, so that two never compose one. */
export async function takePlanned(
  tx: Tx,
  campaignId: string,
  { after, until }: { after: Date | null; until: Date },
  limit: number,
): Promise<PlannedTouch[]> {
  const { rows } = await sql<PlannedTouch>`
    with taken as materialized (
      select contact_id, step, due_at from touch
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'planned'
        and due_at > ${after ?? sql`'-infinity'`} and due_at <= ${until}
      order by due_at, contact_id limit ${limit} for update skip locked
    )
    select taken.contact_id, taken.step, contact.language, ${filterSql(tx.organizationId, optedIn)} as opted_in
    from taken
    cross join lateral (
      select * from contact where contact.organization_id = ${tx.organizationId} and contact.id = taken.contact_id limit 1
    ) as contact
    order by taken.due_at, taken.contact_id`.execute(tx.db)
  return rows
}

/** What a touch says, and how it came about. */
export interface Wording {
  composed: Composed
  composedBy: 'plan' | 'built_in' | 'model'
  /** Where the facts are from, by their name. */
  sources: Record<string, Pick<Fact, 'source' | 'detail'>>
  note: Finding | null
}

export interface ComposedTouch extends Wording {
  contactId: string
  step: number
  state: 'review' | 'approved' | 'held'
}

/** A wording as the columns of a touch have it. */
export const wordingRow = ({
  composed: { text, templateId, variables, facts },
  composedBy,
  sources,
  note,
}: Wording) => ({
  text,
  template_id: templateId,
  variables,
  facts,
  composed_by: composedBy,
  sources,
  note,
})

/** Writes down what was composed; what is no longer planned stays as it is. */
export async function saveComposed(
  tx: Tx,
  campaignId: string,
  touches: readonly ComposedTouch[],
): Promise<void> {
  if (touches.length === 0) return
  const rows = touches.map((touch) => ({
    contact_id: touch.contactId,
    step: touch.step,
    state: touch.state,
    reason: touch.composed.held,
    ...wordingRow(touch),
  }))
  await sql`
    update touch set state = t.state, text = t.text, template_id = t.template_id, variables = t.variables, facts = t.facts, reason = t.reason,
      composed_by = t.composed_by, sources = t.sources, note = t.note, updated_at = now()
    from json_to_recordset(${json(rows)}::json) as t (contact_id uuid, step int, state text, text text, template_id uuid, variables jsonb, facts jsonb, reason text,
      composed_by text, sources jsonb, note jsonb)
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = t.contact_id and touch.step = t.step
      and touch.state = 'planned'
      and touch.contact_id = any(${touches.map(({ contactId }) => contactId)}::uuid[])`.execute(tx.db)
}

/** How many drafts of a campaign a person has looked at or has before them. */
export async function countReviewed(tx: Tx, campaignId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from touch where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and (state in ('review', 'rejected') or decided_by is not null)`.execute(tx.db)
  return rows[0]?.count ?? 0
}
