import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { StageKind } from './lead.ts'

export interface LeadRow {
  id: string
  pipelineId: string
  stageId: string
  stageName: string
  stageKind: StageKind
  contactId: string
  contactName: string
  contactProfileName: string
  contactAddresses: string[]
  title: string
  value: number | null
  currency: string
  ownerId: string | null
  stageSince: Date
  createdAt: Date
}

export interface LeadFilter {
  pipelineId?: string | undefined
  stageId?: string | undefined
  contactId?: string | undefined
  ownerId?: string | undefined
}

async function select(tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<LeadRow[]> {
  const { rows } = await sql<LeadRow>`
    select lead.id, lead.pipeline_id, lead.stage_id, stage.name as stage_name, stage.kind as stage_kind, lead.contact_id,
      contact.name as contact_name, contact.profile_name as contact_profile_name,
      coalesce((select array_agg(address) from contact_identity identity
        where identity.organization_id = lead.organization_id and identity.contact_id = lead.contact_id), '{}') as contact_addresses,
      lead.title, lead.value, lead.currency, lead.owner_id, lead.stage_since, lead.created_at
    from lead
    join stage on stage.organization_id = lead.organization_id and stage.id = lead.stage_id
    join contact on contact.organization_id = lead.organization_id and contact.id = lead.contact_id
    where lead.organization_id = ${tx.organizationId} and (${where})
    order by lead.pipeline_id, stage.position, lead.position, lead.id limit ${limit}`.execute(tx.db)
  return rows
}

export async function findLead(tx: Tx, leadId: string): Promise<LeadRow | undefined> {
  return (await select(tx, sql`lead.id = ${leadId}`, 1))[0]
}

/** Leads in the order of the board; `after` is the last lead of the page before. */
export async function listLeads(
  tx: Tx,
  filter: LeadFilter,
  after: string | null,
  limit: number,
): Promise<LeadRow[]> {
  const conditions = [
    sql`true`,
    ...(filter.pipelineId ? [sql`lead.pipeline_id = ${filter.pipelineId}`] : []),
    ...(filter.stageId ? [sql`lead.stage_id = ${filter.stageId}`] : []),
    ...(filter.contactId ? [sql`lead.contact_id = ${filter.contactId}`] : []),
    ...(filter.ownerId ? [sql`lead.owner_id = ${filter.ownerId}`] : []),
    ...(after === null
      ? []
      : [
          sql`(lead.pipeline_id, stage.position, lead.position, lead.id) > (
            select last.pipeline_id, at.position, last.position, last.id from lead last
            join stage at on at.organization_id = last.organization_id and at.id = last.stage_id
            where last.organization_id = ${tx.organizationId} and last.id = ${after})`,
        ]),
  ]
  return await select(tx, sql.join(conditions, sql` and `), limit)
}

/** The stage, locked: whoever places a lead in it waits for whoever did before. */
export async function lockStage(
  tx: Tx,
  stageId: string,
): Promise<{ id: string; pipelineId: string; name: string } | undefined> {
  return await tx.db
    .selectFrom('stage')
    .select(['id', 'pipelineId', 'name'])
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', stageId)
    .forUpdate()
    .executeTakeFirst()
}

export async function findStageOf(tx: Tx, pipelineId: string | null): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select stage.id from stage join pipeline on pipeline.organization_id = stage.organization_id and pipeline.id = stage.pipeline_id
    where stage.organization_id = ${tx.organizationId} and (${pipelineId}::uuid is null or pipeline.id = ${pipelineId})
    order by pipeline.created_at, pipeline.id, stage.position limit 1`.execute(tx.db)
  return rows[0]?.id
}

/** A place in the stage before a lead of it, or at its end; undefined when that lead stands elsewhere. */
export async function placeIn(
  tx: Tx,
  stageId: string,
  leadId: string | null,
  beforeId: string | null,
): Promise<string | undefined> {
  const { rows } = await sql<{ position: string | null }>`
    with others as (
      select id, position from lead where organization_id = ${tx.organizationId} and stage_id = ${stageId} and id is distinct from ${leadId}::uuid
    )
    select case when ${beforeId}::uuid is null then coalesce((select max(position) from others), 0) + 1
      else (select coalesce((select max(position) from others lower where lower.position < next.position) + next.position, 2 * next.position - 2) * 0.5
        from others next where next.id = ${beforeId}::uuid) end as position`.execute(tx.db)
  return rows[0]?.position ?? undefined
}

export async function insertLead(
  tx: Tx,
  lead: {
    pipelineId: string
    stageId: string
    contactId: string
    title: string
    value: number | null
    currency: string
    ownerId: string | null
    position: string
    at: Date
  },
): Promise<string> {
  const id = newId()
  const { at, ...row } = lead
  await tx.db
    .insertInto('lead')
    .values({ organizationId: tx.organizationId, id, ...row, stageSince: at, createdAt: at })
    .execute()
  return id
}

/** Locks the lead until this transaction ends. */
export async function lockLead(tx: Tx, leadId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('lead')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', leadId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function saveLead(
  tx: Tx,
  leadId: string,
  change: Partial<{
    title: string
    value: number | null
    currency: string
    ownerId: string | null
    stageId: string
    position: string
    stageSince: Date
  }>,
): Promise<void> {
  await tx.db
    .updateTable('lead')
    .set({ ...change, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', leadId)
    .execute()
}

export async function deleteLead(tx: Tx, leadId: string): Promise<void> {
  await tx.db
    .deleteFrom('lead')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', leadId)
    .execute()
}

export async function contactIsThere(tx: Tx, contactId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('contact')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row !== undefined
}
