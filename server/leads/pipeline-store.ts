import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { StageGiven, StageKind } from './lead.ts'

export interface StageRow {
  id: string
  pipelineId: string
  name: string
  kind: StageKind
  leadCount: number
  totals: { currency: string; value: number }[]
}

export interface PipelineRow {
  id: string
  name: string
  createdAt: Date
  stages: StageRow[]
}

/** Keeps others from beginning the first pipeline until this transaction ends. */
export async function holdFirstPipeline(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('pipeline ' || ${tx.organizationId}::text, 0))`.execute(
    tx.db,
  )
}

/** Pipelines, oldest first, with their stages in order and what stands in each. */
export async function listPipelines(tx: Tx): Promise<PipelineRow[]> {
  const pipelines = await tx.db
    .selectFrom('pipeline')
    .select(['id', 'name', 'createdAt'])
    .where('organizationId', '=', tx.organizationId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const { rows } = await sql<StageRow>`
    select stage.id, stage.pipeline_id, stage.name, stage.kind, coalesce(sum(sums.leads), 0)::int as lead_count,
      coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'value', worth) order by currency) filter (where worth > 0), '[]') as totals
    from stage left join (
      select stage_id, currency, count(*) as leads, coalesce(sum(value), 0) as worth from lead
      where organization_id = ${tx.organizationId} group by stage_id, currency) sums on sums.stage_id = stage.id
    where stage.organization_id = ${tx.organizationId} group by stage.id, stage.pipeline_id, stage.name, stage.kind, stage.position
    order by stage.position`.execute(tx.db)
  const byPipeline = Map.groupBy(rows, (row) => row.pipelineId)
  return pipelines.map((pipeline) => ({ ...pipeline, stages: byPipeline.get(pipeline.id) ?? [] }))
}

/** The pipeline, with nobody else changing its stages until this transaction ends. */
export async function lockPipeline(tx: Tx, pipelineId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('pipeline')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', pipelineId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function insertPipeline(tx: Tx, name: string, createdAt: Date): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('pipeline')
    .values({ organizationId: tx.organizationId, id, name, createdAt })
    .execute()
  return id
}

export async function renamePipeline(tx: Tx, pipelineId: string, name: string): Promise<void> {
  await tx.db
    .updateTable('pipeline')
    .set({ name })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', pipelineId)
    .execute()
}

/** With its stages. */
export async function deletePipeline(tx: Tx, pipelineId: string): Promise<void> {
  await tx.db
    .deleteFrom('pipeline')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', pipelineId)
    .execute()
}

/** The stages in order, each with whether leads stand in it. */
export async function stagesOf(
  tx: Tx,
  pipelineId: string,
): Promise<{ id: string; name: string; used: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; used: boolean }>`
    select id, name, exists (select from lead where lead.organization_id = stage.organization_id and lead.stage_id = stage.id) as used
    from stage where organization_id = ${tx.organizationId} and pipeline_id = ${pipelineId} order by position`.execute(
    tx.db,
  )
  return rows
}

export async function deleteStages(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .deleteFrom('stage')
    .where('organizationId', '=', tx.organizationId)
    .where('id', 'in', ids)
    .execute()
}

/** Writes stages in their order; those with an id are changed. */
export async function putStages(tx: Tx, pipelineId: string, stages: readonly StageGiven[]): Promise<void> {
  for (const [position, { id = newId(), name, kind }] of stages.entries())
    await tx.db
      .insertInto('stage')
      .values({ organizationId: tx.organizationId, id, pipelineId, name, kind, position })
      .onConflict((conflict) =>
        conflict.columns(['organizationId', 'id']).doUpdateSet({ name, kind, position }),
      )
      .execute()
}
