/**
 * A table as text (RFC 4180). A cell that a spreadsheet would run as a formula is given an apostrophe before it: names are
 * written by strangers.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cellOf).join(',') + '\r\n').join('')
}

const formula = /^[=@\t\r]|^[+-](?![\d. ()-]+$)/

/** A cell as it was before it got an apostrophe, of ours or a spreadsheet's. */
export const withoutApostrophe = (cell: string): string => (/^'[=@\t\r+-]/.test(cell) ? cell.slice(1) : cell)

function cellOf(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
