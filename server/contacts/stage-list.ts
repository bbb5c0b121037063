import type { Readable } from 'node:stream'
import { CsvError } from 'csv-parse'
import { storableJson } from '#platform/storable.ts'
import type { ImportProblemRow } from './import-store.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { type ImportRow, type RowContext, type RowProblem, rowReader } from './read-import-row.ts'

/** A list that is to be read, as far as it was not written already. */
export interface ListToStage {
  delimiter: string
  context: RowContext
  /** How many rows of the file each writer has passed; the first holds the names. */
  reached: readonly number[]
}

/** What a writer writes in one transaction. */
export interface StagedPart {
  /** In COPY's text form, in pieces outside the heap: what lives there until it is written would outlive a young collection. */
  rows: Uint8Array[]
  count: number
  /** Whether a number stands in it twice. */
  repeats: boolean
  /** Told by the first writer. */
  problems: ImportProblemRow[]
}

/** The next rows of a list, each with the writer its number belongs to: of one number the order is kept. */
export interface StagedBatch {
  /** How many rows of the file are read when these are written. */
  rowsRead: number
  /** One for each writer. */
  parts: StagedPart[]
  /** Why the file cannot be read on; null where it can, or is read whole. */
  failed: string | null
}

/** Rows of a batch: its memory, and what is done again after a crash. */
const mostRows = 10_000
/** Characters of a batch. */
const mostText = 4 * 1024 * 1024

/** Reads a list and checks it row by row, into batches that are ready to be written. */
export async function* stageList(file: Readable, list: ListToStage): AsyncGenerator<StagedBatch> {
  const stage = openStage(list)
  try {
    for await (const rows of readCsv(file, list.delimiter))
      for (const row of rows) {
        stage.take(row)
        if (stage.isFull()) yield stage.close(null)
      }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield stage.close(error.message.slice(0, 300))
    return
  }
  yield stage.close(null)
}

function openStage({ context, reached }: ListToStage) {
  const read = rowReader(context)
  // The first row holds the names.
  const passed = Math.max(1, Math.min(...reached))
  let rowsRead = 0
  let parts = reached.map(openPart)
  return {
    take(row: CsvRow) {
      rowsRead += 1
      if (rowsRead <= passed) return
      const made = 'cells' in row ? shortened(read(row.cells)) : unreadable(row)
      const writer = 'problem' in made ? 0 : writerOf(made.address, parts.length)
      if (rowsRead <= reached[writer]!) return
      const part = parts[writer]!
      if ('problem' in made) part.refuse(row, made)
      else part.take(row.line, made)
    },
    isFull: () =>
      sum(parts.map(({ size }) => size())) >= mostRows ||
      sum(parts.map(({ length }) => length())) >= mostText,
    close(failed: string | null): StagedBatch {
      const closed = parts.map((part) => part.close())
      parts = reached.map(openPart)
      return { rowsRead, parts: closed, failed }
    },
  }
}

const shortened = (made: ImportRow | RowProblem): ImportRow | RowProblem =>
  'problem' in made ? { ...made, detail: made.detail.slice(0, 200) } : made

const unreadable = (row: { unreadable: string }): RowProblem => ({
  problem: 'row_not_readable',
  detail: row.unreadable,
})

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** By the last digit: numbers of one list differ there most. */
const writerOf = (address: string, writers: number): number =>
  address.charCodeAt(address.length - 1) % writers

/** Characters of a piece. */
const piece = 32 * 1024
const encoder = new TextEncoder()

function openPart() {
  const part: StagedPart = { rows: [], count: 0, repeats: false, problems: [] }
  const numbers = new Set<string>()
  let text = ''
  let problemText = 0
  const cut = () => {
    part.rows.push(encoder.encode(text))
    text = ''
  }
  return {
    size: () => part.count + part.problems.length,
    length: () => part.rows.length * piece + text.length + problemText,
    take(line: number, row: ImportRow) {
      text += stagedRow(line, row)
      part.count += 1
      numbers.add(row.address)
      if (text.length >= piece) cut()
    },
    refuse(row: CsvRow, { problem, detail }: RowProblem) {
      const cells = 'cells' in row ? row.cells : []
      problemText += sum(cells.map((cell) => cell.length))
      part.problems.push({ line: row.line, reason: problem, detail, cells })
    },
    close(): StagedPart {
      if (text !== '') cut()
      return { ...part, repeats: numbers.size < part.count }
    },
  }
}

/** A row in COPY's text form. */
function stagedRow(line: number, row: ImportRow): string {
  const { address, name, language, country, timeZone, ownerId, tags, fields, wording, place, optInAt } = row
  const told = tags.length > 0 ? storableJson(tags) : null
  const values = Object.keys(fields).length > 0 ? storableJson(fields) : null
  const who = `${line}\t${address}\t${cell(name)}\t${cell(language)}\t${country}\t${cell(timeZone)}\t${cell(ownerId)}`
  const what = `${cell(told)}\t${cell(values)}\t${cell(wording)}\t${cell(place)}\t${optInAt?.toISOString() ?? nothing}`
  return `${who}\t${what}\n`
}

const nothing = String.raw`\N`
const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const cell = (text: string | null): string =>
  text === null
    ? nothing
    : special.test(text)
      ? text.replaceAll(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign)
      : text
