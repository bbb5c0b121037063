/** A contact card in the little that a chat shows of it. */
export type Card = { name: string; number: string }

/** Name and first number of a vCard; empty where it has none. */
export function readCard(text: string): Card {
  // A line that begins with a blank continues the one before.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const valueOf = (name: string) => {
    const line = lines.find((one) => new RegExp(`^(item\\d+\\.)?${name}[;:]`, 'i').test(one))
    return line ? unescape(line.slice(line.indexOf(':') + 1)) : ''
  }
  return { name: valueOf('FN'), number: valueOf('TEL') }
}

function unescape(value: string): string {
  return value
    .replace(/\\([\\;,nN])/g, (_, mark: string) => (mark.toLowerCase() === 'n' ? '\n' : mark))
    .trim()
}
