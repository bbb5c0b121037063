import { CsvError } from 'csv-parse'
import { emailsOfMembers } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Files } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import { listFields } from './contact-field-store.ts'
import { findImport, type ImportProblemRow, insertProblems, saveImport } from './import-store.ts'
import { importStage, mergeStage } from './merge-stage.ts'
import { readCsv } from './read-csv.ts'
import { type ImportRow, readImportRow, type RowContext } from './read-import-row.ts'

export interface ImportRoom {
  database: Database
  files: Files
  clock: Clock
}

/** Rows of one transaction: its memory, and what is done again after a crash. */
const chunk = 4000

/**
 * Brings a list in, chunk by chunk: how far it has come is written with each. Stopped at any point it is run again and passes over what is there
 * already.
 */
export async function runImport(room: ImportRoom, organizationId: string, importId: string): Promise<void> {
  const { database, files, clock } = room
  const found = await database.withOrganization(organizationId, async (tx) => ({
    list: await findImport(tx, importId),
    owners: await emailsOfMembers(tx),
    fields: new Map((await listFields(tx)).map((field) => [field.id, field])),
  }))
  const { list } = found
  if (list?.state !== 'running' || !list.plan) return
  const file = await files.getFile(list.storageKey)
  const finish = (state: 'done' | 'failed', detail: string | null) =>
    database.withOrganization(organizationId, async (tx) => {
      await saveImport(tx, importId, { state, detail, finishedAt: clock.now() })
      await publish(tx, { topic: 'import', subjectId: importId })
    })
  if (!file) {
    await finish('failed', 'The file is gone.')
    return
  }
  const context: RowContext = { plan: list.plan, owners: found.owners, fields: found.fields }
  let rowsRead = 0
  let batch = emptyBatch()
  const flush = async () => {
    await writeBatch(room, organizationId, importId, batch, rowsRead)
    batch = emptyBatch()
  }
  try {
    for await (const row of readCsv(file, list.delimiter)) {
      rowsRead += 1
      // The first row holds the names.
      if (rowsRead <= Math.max(1, list.rowsRead)) continue
      if ('unreadable' in row)
        batch.problems.push({ line: row.line, reason: 'row_not_readable', detail: row.unreadable, cells: [] })
      else take(batch, row.line, row.cells, context)
      if (batch.rows.length + batch.problems.length >= chunk) await flush()
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    await flush()
    await finish('failed', error.message.slice(0, 300))
    return
  }
  await flush()
  await finish('done', null)
}

interface Batch {
  rows: string[]
  problems: ImportProblemRow[]
}

const emptyBatch = (): Batch => ({ rows: [], problems: [] })

function take(batch: Batch, line: number, cells: string[], context: RowContext): void {
  const read = readImportRow(cells, context)
  if ('problem' in read)
    batch.problems.push({ line, reason: read.problem, detail: read.detail.slice(0, 200), cells })
  else batch.rows.push(stagedRow(line, read))
}

/** A row in COPY's text form. */
function stagedRow(line: number, row: ImportRow): string {
  const { address, name, language, country, timeZone, ownerId, tags, fields, wording, place, optInAt } = row
  const cells = [
    String(line),
    newId(),
    newId(),
    address,
    name,
    language,
    country,
    timeZone,
    ownerId,
    tags.length > 0 ? JSON.stringify(tags) : null,
    Object.keys(fields).length > 0 ? JSON.stringify(fields) : null,
    wording,
    place,
    optInAt?.toISOString(),
  ]
  return (
    cells
      .map((cell) => (cell == null ? String.raw`\N` : cell.replaceAll(/[\\\t\n\r]/g, escapeOf)))
      .join('\t') + '\n'
  )
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escapeOf = (sign: string): string => escapes[sign] ?? sign

async function writeBatch(
  { database, clock }: ImportRoom,
  organizationId: string,
  importId: string,
  { rows, problems }: Batch,
  rowsRead: number,
): Promise<void> {
  await database.withStage(organizationId, { ...importStage, rows: rows.join('') }, async (tx) => {
    await insertProblems(tx, importId, problems)
    await mergeStage(tx, importId, rowsRead, clock.now())
    await publish(tx, { topic: 'import', subjectId: importId })
  })
}
