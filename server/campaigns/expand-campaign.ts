import { sql } from 'kysely'
import { filterSql } from '#audiences/contact-filter.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { saveCampaign } from './campaign-store.ts'

/** Contacts looked at in one transaction. */
const chunk = 10_000

/**
 * Writes down the next recipients, in the order of their ids, each with the first touch. Stopped at any point it goes on where it was: the
 * place reached is written in the same transaction.
 * @returns whether everybody was looked at
 */
export async function expandCampaign(tx: Tx, campaign: CampaignRow, at: Date): Promise<boolean> {
  const { id, audience, expandedTo, startsAt } = campaign
  const { organizationId } = tx
  const due = startsAt !== null && startsAt > at ? startsAt : at
  const { rows } = await sql<{ last: string | null; seen: number }>`
    with looked as materialized (
      select id from contact where organization_id = ${organizationId} and (${expandedTo}::uuid is null or id > ${expandedTo}::uuid)
      order by id limit ${chunk}
    ), chosen as materialized (
      select contact.id from looked join contact on contact.organization_id = ${organizationId} and contact.id = looked.id
      where ${filterSql(organizationId, audience)}
    ), written as (
      insert into recipient (organization_id, campaign_id, contact_id)
      select ${organizationId}, ${id}, id from chosen
      on conflict do nothing returning contact_id
    ), planned as (
      insert into touch (organization_id, campaign_id, contact_id, step, due_at)
      select ${organizationId}, ${id}, contact_id, 0, ${due} from written
    )
    select max(id::text)::uuid as last, count(*)::int as seen from looked`.execute(tx.db)
  const { last, seen } = rows[0] ?? { last: null, seen: 0 }
  const whole = seen < chunk
  await saveCampaign(tx, id, {
    expandedTo: last ?? expandedTo,
    // Not whole yet: the next round goes on from here, also where a live audience is looked through again.
    expandedAt: whole ? at : null,
    ...(whole && campaign.state === 'launching' ? { state: 'running' as const } : {}),
  })
  return whole
}
