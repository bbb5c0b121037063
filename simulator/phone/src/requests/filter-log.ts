import type { LogEntry } from '../api/requests.ts'

export type Verdict = 'all' | 'good' | 'bad' | 'open'
export type Filter = { kind: 'all' | 'webhook' | 'api'; verdict: Verdict; text: string }

export const everything: Filter = { kind: 'all', verdict: 'all', text: '' }

/** How a request ended: accepted, refused or failed, or still without an answer. */
export function verdictOf(entry: LogEntry): Exclude<Verdict, 'all'> {
  if (entry.status !== null) return entry.status < 400 ? 'good' : 'bad'
  const failed = entry.kind === 'webhook' && entry.attempts.some((attempt) => attempt.error !== null)
  return failed || entry.fault !== null ? 'bad' : 'open'
}

/** The entries that pass, newest first. The text is looked for in everything that the page can show. */
export function filterLog(entries: readonly LogEntry[], { kind, verdict, text }: Filter): LogEntry[] {
  const wanted = text.trim().toLowerCase()
  return entries
    .filter(
      (entry) =>
        (kind === 'all' || entry.kind === kind) &&
        (verdict === 'all' || verdictOf(entry) === verdict) &&
        (wanted === '' || JSON.stringify(entry).toLowerCase().includes(wanted)),
    )
    .toReversed()
}

/** JSON in lines, XML with a line per element, all else as it is. */
export function prettyBody(body: unknown): string {
  if (typeof body !== 'string')
    return body === null || body === undefined ? '' : JSON.stringify(body, null, 2)
  const trimmed = body.trim()
  if (trimmed.startsWith('<')) return prettyXml(trimmed)
  if (!/^[[{]/.test(trimmed)) return body
  try {
    return JSON.stringify(JSON.parse(trimmed), null, 2)
  } catch {
    return body
  }
}

function prettyXml(xml: string): string {
  let depth = 0
  const lines = xml.replace(/>\s*</g, '>\n<').split('\n')
  return lines
    .map((line) => {
      if (line.startsWith('</')) depth = Math.max(0, depth - 1)
      const drawn = '  '.repeat(depth) + line
      if (/^<[^/?!][^>]*[^/]>$/.test(line) || /^<[A-Za-z]>$/.test(line)) depth++
      return drawn
    })
    .join('\n')
}

/** Name and value pairs of form parameters, in the order of their names; repeated ones once each. */
export function pairsOf(params: unknown): [string, string][] {
  if (typeof params !== 'object' || params === null) return []
  return Object.entries(params)
    .flatMap(([name, value]): [string, string][] =>
      Array.isArray(value) ? value.map((one) => [name, textOf(one)]) : [[name, textOf(value)]],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
