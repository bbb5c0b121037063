import type { Readable } from 'node:stream'
import { type CsvError, type Info, parse, type Parser } from 'csv-parse'

/** A row, or that it could not be read. `line` is where it begins, from 1. */
export type CsvRow = { line: number; cells: string[] } | { line: number; unreadable: string }

/** No row of a contact is longer; a file without line breaks is no list. */
const longestRow = 64 * 1024

/**
 * Reads a table as text, row by row, whatever its size. Quotes may hold line breaks; a row that cannot be read is told and the others go on.
 * Bytes that are no UTF-8 are read as Latin 1, as old spreadsheets write them.
 */
export async function* readCsv(file: Readable, delimiter: string): AsyncGenerator<CsvRow> {
  const broken: CsvRow[] = []
  const parser: Parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    on_skip: (error: CsvError | undefined) => {
      broken.push({ line: Number(error?.['lines'] ?? 0), unreadable: error?.message.slice(0, 300) ?? '' })
      return undefined
    },
  })
  file.on('error', (error) => parser.destroy(error))
  file.pipe(parser)
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    yield* broken.splice(0)
    yield { line: info.lines, cells: record.map((cell) => cell.replaceAll('\0', '')) }
  }
  yield* broken
}

/** What separates the cells: whichever of the usual signs stands most often in the first line, outside quotes. */
export function guessDelimiter(head: string): string {
  const [first = ''] = head.replaceAll(/"[^"]*"/g, '').split(/\r?\n/)
  const counts = [',', ';', '\t', '|'].map((sign) => [sign, first.split(sign).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
