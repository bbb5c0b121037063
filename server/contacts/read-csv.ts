import type { Readable } from 'node:stream'
import { type CsvError, Parser } from 'csv-parse'
import { withoutApostrophe } from '#platform/csv.ts'

/** A row, or that it could not be read. `line` is where it begins, from 1. */
export type CsvRow = { line: number; cells: string[] } | { line: number; unreadable: string }

/** No row of a contact is longer; a file without line breaks is no list. */
const longestRow = 64 * 1024

/** Keeps the rows of what it is given until they are taken: to hand on one after the other costs as much as to read them. */
class RowsParser extends Parser {
  private rows: CsvRow[] = []

  constructor(delimiter: string) {
    super({
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: longestRow,
      on_skip: (error: CsvError | undefined) => {
        const line = Number(error?.['lines'] ?? 0)
        this.rows.push({ line, unreadable: error?.message.slice(0, 300) ?? '' })
        return undefined
      },
    })
    // Whoever gave the piece is told.
    this.on('error', () => undefined)
  }

  override push(row: string[] | null): boolean {
    if (row === null) return super.push(null)
    return this.rows.push({ line: this.info.lines, cells: row.map(plainCell) }) > 0
  }

  /** Reads what is given and resolves to its rows. */
  taking(give: (told: (error?: Error | null) => void) => void): Promise<CsvRow[]> {
    return new Promise((done, fail) => {
      give((error) => {
        if (error) fail(error)
        else done(this.rows.splice(0))
      })
    })
  }
}

const plainCell = (cell: string): string =>
  withoutApostrophe(cell.includes('\0') ? cell.replaceAll('\0', '') : cell)

/**
 * Reads a table as text, in its order, some rows at a time, whatever its size. Quotes may hold line breaks; a row that cannot be read is told
 * and the others go on.
 */
export async function* readCsv(file: Readable, delimiter: string): AsyncGenerator<CsvRow[]> {
  const parser = new RowsParser(delimiter)
  for await (const piece of file as AsyncIterable<Buffer>) {
    const rows = await parser.taking((told) => parser.write(piece, told))
    if (rows.length > 0) yield rows
  }
  const last = await parser.taking((told) => parser.end(told))
  if (last.length > 0) yield last
}

/** What separates the cells: whichever of the usual signs stands most often in the first line, outside quotes. */
export function guessDelimiter(head: string): string {
  const [first = ''] = head.replaceAll(/"[^"]*"/g, '').split(/\r?\n/)
  const counts = [',', ';', '\t', '|'].map((sign) => [sign, first.split(sign).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
