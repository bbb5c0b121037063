import { CsvError } from 'csv-parse'
import { emailsOfMembers } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import type { Files } from '#platform/files.ts'
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
const chunk = 5000

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
      publish(tx, { topic: 'import', subjectId: importId })
    })
  if (!file) {
    await finish('failed', 'The file is gone.')
    return
  }
  const context: RowContext = { plan: list.plan, owners: found.owners, fields: found.fields }
  let rowsRead = 0
  let batch = emptyBatch()
  // One batch is written while the next is read; never more, whatever the file's size.
  let writing = Promise.resolve()
  const flush = async () => {
    await writing
    cut(batch)
    writing = writeBatch(room, organizationId, importId, batch, rowsRead)
    // A failure is thrown where the next batch waits for this one.
    writing.catch(() => undefined)
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
      if (batch.count + batch.problems.length >= chunk) await flush()
    }
  } catch (error) {
    if (!(error instanceof CsvError)) {
      // The next try must not meet what this one still writes.
      await writing.catch(() => undefined)
      throw error
    }
    await flush()
    await writing
    await finish('failed', error.message.slice(0, 300))
    return
  }
  await flush()
  await writing
  await finish('done', null)
}

interface Batch {
  /** In COPY's text form, in pieces outside the heap: what lives there until the batch is written would outlive a young collection. */
  rows: Buffer[]
  /** What is no piece yet. */
  text: string
  count: number
  problems: ImportProblemRow[]
}

const emptyBatch = (): Batch => ({ rows: [], text: '', count: 0, problems: [] })

/** Characters of a piece. */
const piece = 32 * 1024

function cut(batch: Batch): void {
  batch.rows.push(Buffer.from(batch.text))
  batch.text = ''
}

function take(batch: Batch, line: number, cells: string[], context: RowContext): void {
  const read = readImportRow(cells, context)
  if ('problem' in read)
    batch.problems.push({ line, reason: read.problem, detail: read.detail.slice(0, 200), cells })
  else {
    batch.text += stagedRow(line, read)
    batch.count += 1
    if (batch.text.length >= piece) cut(batch)
  }
}

/** A row in COPY's text form. */
function stagedRow(line: number, row: ImportRow): string {
  const { address, name, language, country, timeZone, ownerId, tags, fields, wording, place, optInAt } = row
  const cells = [
    String(line),
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
      .map((cell) => (cell == null ? String.raw`\N` : special.test(cell) ? escaped(cell) : cell))
      .join('\t') + '\n'
  )
}

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (cell: string): string => cell.replaceAll(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign)

async function writeBatch(
  { database, clock }: ImportRoom,
  organizationId: string,
  importId: string,
  { rows, problems }: Batch,
  rowsRead: number,
): Promise<void> {
  await database.withStage(organizationId, { ...importStage, rows }, async (tx) => {
    await insertProblems(tx, importId, problems)
    await mergeStage(tx, importId, rowsRead, clock.now())
    publish(tx, { topic: 'import', subjectId: importId })
  })
}
