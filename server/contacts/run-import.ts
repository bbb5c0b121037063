import { emailsOfMembers } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Database } from '#platform/db.ts'
import type { Files } from '#platform/files.ts'
import { publish } from '#platform/live.ts'
import { listFields } from './contact-field-store.ts'
import { endImport, findRunning, type ImportPlace, insertProblems, saveReached } from './import-store.ts'
import { importStage, mergeStage } from './merge-stage.ts'
import { stageListApart } from './stage-list-apart.ts'
import type { StagedBatch, StagedPart } from './stage-list.ts'

export interface ImportRoom {
  database: Database
  files: Files
  clock: Clock
}

/** Transactions that are written side by side. */
const writers = 2

/**
 * Brings a list in, some rows at a time: how far it has come is written with them. Stopped at any point it is run again and passes over what is
 * there already.
 */
export async function runImport(room: ImportRoom, organizationId: string, importId: string): Promise<void> {
  const { database, files, clock } = room
  const found = await database.withOrganization(organizationId, async (tx) => ({
    list: await findRunning(tx, importId, writers),
    owners: await emailsOfMembers(tx),
    fields: new Map((await listFields(tx)).map((field) => [field.id, field])),
  }))
  const { list, owners, fields } = found
  if (!list) return
  const file = await files.getFile(list.storageKey)
  const finish = (state: 'done' | 'failed', detail: string | null) =>
    database.withOrganization(organizationId, async (tx) => {
      await endImport(tx, importId, { state, detail, finishedAt: clock.now() })
      publish(tx, { topic: 'import', subjectId: importId })
    })
  if (!file) {
    await finish('failed', 'The file is gone.')
    return
  }
  const { delimiter, plan, reached } = list
  const batches = stageListApart(file, { delimiter, reached, context: { plan, owners, fields } })
  const write = (batch: StagedBatch, writer: number) =>
    writePart(room, organizationId, { importId, writer, rowsRead: batch.rowsRead }, batch.parts[writer]!)
  try {
    const failed = await writeBatches(batches, reached.length, write)
    await finish(failed === null ? 'done' : 'failed', failed)
  } catch (error) {
    if (!(error instanceof CanceledMeanwhile)) throw error
  }
}

/** Thrown, so that the part that was being written is undone. */
class CanceledMeanwhile extends Error {}

/**
 * Each writer writes its part of a batch after its part of the one before; what follows is read meanwhile.
 * @returns why the file could not be read to its end, or null
 */
async function writeBatches(
  batches: AsyncIterable<StagedBatch>,
  many: number,
  write: (batch: StagedBatch, writer: number) => Promise<void>,
): Promise<string | null> {
  const writing = Array.from({ length: many }, () => Promise.resolve())
  let failed: string | null = null
  try {
    for await (const batch of batches) {
      for (const writer of writing.keys()) {
        await writing[writer]
        writing[writer] = write(batch, writer)
        // A failure is thrown where the next part waits for this one.
        writing[writer].catch(() => undefined)
      }
      failed = batch.failed
    }
    await Promise.all(writing)
    return failed
  } catch (error) {
    // The next try must not meet what this one still writes.
    await Promise.allSettled(writing)
    throw error
  }
}

async function writePart(
  { database, clock }: ImportRoom,
  organizationId: string,
  place: ImportPlace,
  part: StagedPart,
): Promise<void> {
  await database.withStage(organizationId, { ...importStage, rows: part.rows }, async (tx) => {
    const problems = await insertProblems(tx, place.importId, part.problems)
    const merged = await mergeStage(tx, place.importId, part, clock.now())
    if (!(await saveReached(tx, place, { ...merged, problems }))) throw new CanceledMeanwhile()
    publish(tx, { topic: 'import', subjectId: place.importId })
  })
  crashPoint('after-import-part')
}
