import { type RawBuilder, sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { Approval, SyncedTemplate } from './template.ts'

export interface TemplateRow extends SyncedTemplate {
  id: string
  connectorId: string
  connectorName: string
  requestedCategory: string
  variableNames: Record<string, string>
  syncedAt: Date
}

/** Templates of every connector, by name and language. */
export const listTemplates = (tx: Tx): Promise<TemplateRow[]> => select(tx, sql`true`)

export const findTemplate = async (tx: Tx, id: string): Promise<TemplateRow | undefined> =>
  (await select(tx, sql`template.id = ${id}`))[0]

/** Categories whose consent and price are known. */
const sendable = ['UTILITY', 'MARKETING', 'AUTHENTICATION']

export const listApproved = (tx: Tx, connectorId: string): Promise<TemplateRow[]> =>
  select(
    tx,
    sql`connector_id = ${connectorId} and template.status = 'approved' and category = any(${sendable}::text[])`,
  )

async function select(tx: Tx, condition: RawBuilder<unknown>): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select template.id, connector_id, connector.name as connector_name, twilio_sid, template.name, language, content_type, content,
      variables, variable_names, category, requested_category, template.status, rejection_reason, synced_at, template.updated_at
    from template join connector on connector.organization_id = template.organization_id and connector.id = template.connector_id
    where template.organization_id = ${tx.organizationId} and ${condition} order by template.name, language, template.id`.execute(
    tx.db,
  )
  return rows
}

export async function connectorExists(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from connector where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
  return rows.length > 0
}

/** Connectors whose credentials were good when they were last tried, and the present on the database's clock. */
export async function connectorsToSync(tx: Tx): Promise<{ id: string; now: Date }[]> {
  const { rows } = await sql<{ id: string; now: Date }>`
    select id, now() as now from connector where organization_id = ${tx.organizationId} and status = 'active' order by id`.execute(
    tx.db,
  )
  return rows
}

/** @returns its id; that of the row that is already there when a list was read in the meantime */
export async function insertTemplate(
  tx: Tx,
  connectorId: string,
  template: SyncedTemplate & { variableNames: Record<string, string> },
  at: Date,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into template (organization_id, id, connector_id, twilio_sid, name, language, content_type, content, variables, variable_names,
      category, status, rejection_reason, synced_at, updated_at)
    values (${tx.organizationId}, ${newId()}, ${connectorId}, ${template.twilioSid}, ${template.name}, ${template.language},
      ${template.contentType}, ${json(template.content)}, ${json(template.variables)}, ${json(template.variableNames)},
      ${template.category}, ${template.status}, ${template.rejectionReason}, ${at}, ${template.updatedAt})
    on conflict (organization_id, connector_id, twilio_sid) do update set variable_names = excluded.variable_names
    returning id`.execute(tx.db)
  return rows[0]!.id
}

/** What Twilio said of one template's approval, just now. @returns where it stood before; undefined when it is gone */
export async function recordApproval(
  tx: Tx,
  id: string,
  { category, status, rejectionReason }: Approval,
  at: Date,
): Promise<{ category: string; status: string } | undefined> {
  const { rows } = await sql<{ category: string; status: string }>`
    with before as (
      select category, status from template where organization_id = ${tx.organizationId} and id = ${id} for update
    ), kept as (
      update template set category = ${category}, status = ${status}, rejection_reason = ${rejectionReason}, synced_at = ${at}, read_at = now()
      where organization_id = ${tx.organizationId} and id = ${id}
    ) select category, status from before`.execute(tx.db)
  return rows[0]
}

/** Templates are known by the name they were submitted under. */
export async function recordSubmission(tx: Tx, id: string, name: string, category: string): Promise<void> {
  await tx.db
    .updateTable('template')
    .set({ name, requestedCategory: category })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** What the template says from now on. A list that was begun before does not take it back. */
export async function rewriteTemplate(
  tx: Tx,
  id: string,
  {
    name,
    contentType,
    content,
    variables,
    variableNames,
    updatedAt,
  }: Pick<TemplateRow, 'name' | 'contentType' | 'content' | 'variables' | 'variableNames' | 'updatedAt'>,
  at: Date,
): Promise<void> {
  await sql`
    update template set name = ${name}, content_type = ${contentType}, content = ${json(content)}, variables = ${json(variables)},
      variable_names = ${json(variableNames)}, updated_at = ${updatedAt}, synced_at = ${at}, read_at = now()
    where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
}

export async function nameVariables(tx: Tx, id: string, names: Record<string, string>): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('template')
    .set({ variableNames: json(names) })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function removeTemplate(tx: Tx, id: string): Promise<void> {
  await tx.db
    .deleteFrom('template')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** A template that stands elsewhere than before; `before` is null when it was not known. */
export interface Moved {
  id: string
  before: string | null
}

/**
 * Makes the connector's templates what Twilio's list says, and nothing else. A row that took what Twilio said after the
 * list was begun (`since`, on the database's clock) knows better than the list.
 */
export async function takeOverTemplates(
  tx: Tx,
  connectorId: string,
  found: readonly SyncedTemplate[],
  { at, since }: { at: Date; since: Date },
): Promise<Moved[]> {
  await sql`
    delete from template where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and read_at < ${since}
      and twilio_sid <> all(${found.map(({ twilioSid }) => twilioSid)}::text[])`.execute(tx.db)
  const given = found.map((template) => ({ id: newId(), ...template }))
  const { rows } = await sql<Moved>`
    with given as (
      select * from json_to_recordset(${json(given)}::json) as g (id uuid, "twilioSid" text, name text, language text, "contentType" text,
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
        status = excluded.status, rejection_reason = excluded.rejection_reason, synced_at = excluded.synced_at,
        updated_at = excluded.updated_at, read_at = now()
      where template.read_at < ${since}
      returning id, twilio_sid, status
    )
    select kept.id, before.status as before from kept left join before on before.twilio_sid = kept.twilio_sid
    where before.status is distinct from kept.status`.execute(tx.db)
  return rows
}
