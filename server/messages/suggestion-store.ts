import { sql } from 'kysely'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'

export async function connectorIsOurs(tx: Tx, connectorId: string): Promise<boolean> {
  const { rows } = await sql`
    select from connector where organization_id = ${tx.organizationId} and id = ${connectorId}`.execute(tx.db)
  return rows.length > 0
}

interface KnownRow {
  name: string
  profileName: string
  ownerId: string | null
  leadTitle: string | null
  leadStage: string | null
}

/** What is known of a contact and of the lead that moved last, by the names under which templates ask for it. */
export async function readKnown(tx: Tx, contactId: string): Promise<Record<string, string>> {
  const { rows } = await sql<KnownRow>`
    select contact.name, contact.profile_name, contact.owner_id, newest.title as lead_title, newest.stage as lead_stage
    from contact left join lateral (
      select lead.title, stage.name as stage from lead
      join stage on stage.organization_id = lead.organization_id and stage.id = lead.stage_id
      where lead.organization_id = contact.organization_id and lead.contact_id = contact.id and stage.kind = 'open'
      order by lead.stage_since desc, lead.id limit 1
    ) as newest on true
    where contact.organization_id = ${tx.organizationId} and contact.id = ${contactId}`.execute(tx.db)
  const [row] = rows
  if (!row) return {}
  const name = row.name || row.profileName
  const owner = row.ownerId ? (await memberNames(tx)).get(row.ownerId) : undefined
  const facts = {
    'contact.name': name,
    'contact.first_name': name.split(/\s+/)[0],
    'contact.owner': owner,
    'contact.owner_first_name': owner?.split(/\s+/)[0],
    'lead.title': row.leadTitle,
    'lead.stage': row.leadStage,
  }
  return Object.fromEntries(Object.entries(facts).filter((one): one is [string, string] => Boolean(one[1])))
}
