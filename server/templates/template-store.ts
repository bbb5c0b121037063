import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { SyncedTemplate } from './template.ts'

export interface TemplateRow extends SyncedTemplate {
  id: string
  connectorId: string
  connectorName: string
  syncedAt: Date
}

/** Templates of every connector, by name and language. */
export async function listTemplates(tx: Tx): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select template.id, connector_id, connector.name as connector_name, twilio_sid, template.name, language, content_type, content,
      variables, category, template.status, rejection_reason, synced_at, template.updated_at
    from template join connector on connector.organization_id = template.organization_id and connector.id = template.connector_id
    where template.organization_id = ${tx.organizationId} order by template.name, language, template.id`.execute(
    tx.db,
  )
  return rows
}

/** Connectors whose credentials were good when they were last tried. */
export async function connectorsToSync(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from connector where organization_id = ${tx.organizationId} and status = 'active' order by id`.execute(
    tx.db,
  )
  return rows.map(({ id }) => id)
}

/**
 * Makes the connector's templates what Twilio's list says, and nothing else. A list can be read by two at once; the later
 * one wins.
 * @returns those whose approval stands elsewhere than before, and where it stands now
 */
export async function takeOverTemplates(
  tx: Tx,
  connectorId: string,
  found: readonly SyncedTemplate[],
  at: Date,
): Promise<{ id: string; status: string }[]> {
  await sql`
    delete from template where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
      and twilio_sid <> all(${found.map(({ twilioSid }) => twilioSid)}::text[])`.execute(tx.db)
  const given = found.map((template) => ({ id: newId(), ...template }))
  const { rows } = await sql<{ id: string; status: string }>`
    with given as (
      select * from jsonb_to_recordset(${json(given)}::jsonb) as g (id uuid, "twilioSid" text, name text, language text, "contentType" text,
        content jsonb, variables jsonb, category text, status text, "rejectionReason" text, "updatedAt" timestamptz)
    ), before as (
      select twilio_sid, status from template where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
    ), kept as (
      insert into template (organization_id, id, connector_id, twilio_sid, name, language, content_type, content, variables, category,
        status, rejection_reason, synced_at, updated_at)
      select ${tx.organizationId}, id, ${connectorId}, "twilioSid", name, language, "contentType", content, variables, category,
        status, "rejectionReason", ${at}, "updatedAt" from given
      on conflict (organization_id, connector_id, twilio_sid) do update set name = excluded.name, language = excluded.language,
        content_type = excluded.content_type, content = excluded.content, variables = excluded.variables, category = excluded.category,
        status = excluded.status, rejection_reason = excluded.rejection_reason, synced_at = excluded.synced_at, updated_at = excluded.updated_at
      returning id, twilio_sid, status
    )
    select kept.id, kept.status from kept join before on before.twilio_sid = kept.twilio_sid and before.status <> kept.status`.execute(
    tx.db,
  )
  return rows
}
