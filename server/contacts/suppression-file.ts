import { parse } from 'csv-parse/sync'
import { parsePhoneNumberFromString as parsePhoneNumber } from 'libphonenumber-js'
import { kindOf } from './contact-address.ts'

/** What a file says: addresses to close, each once, and the lines that hold none. */
export interface SuppressionFile {
  addresses: string[]
  unreadable: { line: number; text: string }[]
}

const header = /phone|number|address|whatsapp|telefon|fone|n[uú]mero|celular|recipient|contact/i

/** Reads a CSV or a plain list: the column that is called like a number, or the first one. */
export function readSuppressionFile(text: string): SuppressionFile {
  const lines = parse(text, {
    bom: true,
    delimiter: [',', ';', '\t'],
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    trim: true,
    info: true,
  }) as unknown as { record: string[]; info: { lines: number } }[]
  const [first] = lines
  const named = first ? first.record.findIndex((cell) => header.test(cell) && addressOf(cell) === null) : -1
  const column = Math.max(0, named)
  const addresses = new Set<string>()
  const unreadable: SuppressionFile['unreadable'] = []
  for (const { record, info } of named === -1 ? lines : lines.slice(1)) {
    const cell = record[column] ?? ''
    const address = addressOf(cell)
    if (address === null) unreadable.push({ line: info.lines, text: cell.slice(0, 60) })
    else addresses.add(address)
  }
  return { addresses: [...addresses], unreadable }
}

/** A number in any form that says its country, with or without its plus; or a WhatsApp address as it is. */
function addressOf(cell: string): string | null {
  const bare = cell.replace(/^whatsapp:/i, '').trim()
  if (kindOf(`whatsapp:${bare}`) === 'user_id') return `whatsapp:${bare}`
  const number = parsePhoneNumber(bare.startsWith('+') ? bare : `+${bare.replace(/^00/, '')}`)
  return number?.isPossible() && /\d/.test(bare) ? `whatsapp:${number.number}` : null
}

/** One line of a CSV. A cell that a spreadsheet would run as a formula begins with an apostrophe, except plain numbers. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells
    .map((cell) => (/^[=@\t\r]|^[+-](?!\d+$)/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",;\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')}\r\n`
