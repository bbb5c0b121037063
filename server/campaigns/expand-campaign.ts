import { sql } from 'kysely'
import { filterSql } from '#audiences/contact-filter.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { saveCampaign } from './campaign-store.ts'

/** Contacts looked at in one transaction. */
const chunk = 10_000

/** Before and behind every contact: an index is walked along only between two ids, whatever plan PostgreSQL keeps. */
const [first, farthest] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

/**
 * Writes down the next recipients, in the order of their ids, each with the first touch. Stopped at any point it goes on where it was: the
 * place reached is written in the same transaction.
 * @returns whether everybody was looked at
 */
export async function expandCampaign(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  const { id, audience, expandedTo, startsAt } = campaign
  const { organizationId } = tx
  const due = startsAt !== null && startsAt > at ? startsAt : at
  const next = sql`contact.organization_id = ${organizationId} and contact.id > ${expandedTo ?? first}::uuid`
  const { rows } = await sql<{ last: string }>`
    with last as materialized (
      select id from contact where ${next} order by id offset ${chunk - 1} limit 1
    ), written as (
      insert into recipient (organization_id, campaign_id, contact_id)
      select ${organizationId}, ${id}, contact.id from contact
      where ${next} and contact.id <= coalesce((select id from last), ${farthest}::uuid) and ${filterSql(organizationId, audience)}
      order by contact.id on conflict do nothing returning contact_id
    ), planned as (
      insert into touch (organization_id, campaign_id, contact_id, step, due_at)
      select ${organizationId}, ${id}, contact_id, 0, ${due} from written
    )
    select id as last from last`.execute(tx.db)
  const last = rows[0]?.last ?? null
  const whole = last === null
  await saveCampaign(tx, id, {
    expandedTo: last ?? expandedTo,
    // Not whole yet: the next round goes on from here, also where a live audience is looked through again.
    expandedAt: whole ? at : null,
    ...(whole && campaign.state === 'launching' ? { state: 'running' as const } : {}),
  })
  return whole
}
