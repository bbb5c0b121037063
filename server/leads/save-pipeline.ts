import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { type StageGiven, usualPipeline } from './lead.ts'
import {
  deletePipeline,
  deleteStages,
  holdFirstPipeline,
  insertPipeline,
  listPipelines,
  lockPipeline,
  type PipelineRow,
  putStages,
  renamePipeline,
  stagesOf,
} from './pipeline-store.ts'

/** Every pipeline; the first is made when somebody looks, also when many look at once. */
export async function openPipelines(
  tx: Tx,
  acceptLanguage: string | undefined,
  at: Date,
): Promise<PipelineRow[]> {
  const known = await listPipelines(tx)
  if (known.length > 0) return known
  await holdFirstPipeline(tx)
  if ((await listPipelines(tx)).length === 0)
    await createPipeline(tx, usualPipeline(acceptLanguage).name, acceptLanguage, at)
  return await listPipelines(tx)
}

/** A pipeline with the usual stages. */
export async function createPipeline(
  tx: Tx,
  name: string,
  acceptLanguage: string | undefined,
  at: Date,
): Promise<string> {
  const id = await insertPipeline(tx, name, at)
  await putStages(tx, id, usualPipeline(acceptLanguage).stages)
  publish(tx, { topic: 'lead', subjectId: id, facts: { pipelineId: id } })
  return id
}

/** Renames a pipeline, or takes over its stages as they are told; one that leads stand in cannot be left out. */
export async function savePipeline(
  tx: Tx,
  pipelineId: string,
  change: { name?: string | undefined; stages?: readonly StageGiven[] | undefined },
): Promise<Refused | undefined> {
  if (!(await lockPipeline(tx, pipelineId))) return refuse('not_found')
  if (change.stages !== undefined) {
    const refused = await saveStages(tx, pipelineId, change.stages)
    if (refused) return refused
  }
  if (change.name !== undefined) await renamePipeline(tx, pipelineId, change.name)
  publish(tx, { topic: 'lead', subjectId: pipelineId, facts: { pipelineId } })
  return undefined
}

async function saveStages(
  tx: Tx,
  pipelineId: string,
  given: readonly StageGiven[],
): Promise<Refused | undefined> {
  const present = await stagesOf(tx, pipelineId)
  const kept = given.flatMap(({ id }) => id ?? [])
  if (new Set(kept).size < kept.length) {
    const issues = [{ path: 'body.stages', message: 'Name each stage once' }]
    return refuse('invalid_request', { issues })
  }
  if (kept.some((id) => !present.some((stage) => stage.id === id))) return refuse('not_found')
  const gone = present.filter(({ id }) => !kept.includes(id))
  const used = gone.find((stage) => stage.used)
  if (used) return refuse('stage_in_use', { stage: used.name })
  const left = gone.map(({ id }) => id)
  await deleteStages(tx, left)
  await putStages(tx, pipelineId, given)
  return undefined
}

export async function removePipeline(tx: Tx, pipelineId: string): Promise<Refused | undefined> {
  if (!(await lockPipeline(tx, pipelineId))) return refuse('not_found')
  const used = (await stagesOf(tx, pipelineId)).find((stage) => stage.used)
  if (used) return refuse('stage_in_use', { stage: used.name })
  await deletePipeline(tx, pipelineId)
  publish(tx, { topic: 'lead', subjectId: pipelineId, facts: { pipelineId } })
  return undefined
}
