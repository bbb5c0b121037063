import type { Content } from '#entities.ts'
import { richestType } from './content-types.ts'

// Meta: a template's body has 1024 characters at most, and two words for each variable and one more.
const MAX_BODY = 1_024
const NEVER_TEMPLATES: ReadonlySet<string> = new Set([
  'twilio/list-picker',
  'twilio/location',
  'twilio/schedule',
])

/** Twilio: list pickers and places go in an open service window only and cannot be submitted. */
export function canBeTemplate(content: Content): boolean {
  return !NEVER_TEMPLATES.has(richestType(content.types)[0])
}

/** The keys of the variables in a JSON value, in the order of their first use. */
export function variableKeys(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(/\{\{\s*(\w{1,16})\s*\}\}/g)
  return [...new Set([...found].map((match) => match[1]!))]
}

/** What Meta's automatic check finds wrong with a template before any person looks, or null. */
export function findReviewIssue(content: Content): string | null {
  const [type, fields] = richestType(content.types)
  // Meta writes the text of an authentication template itself.
  if (type === 'whatsapp/authentication') return null
  const keys = variableKeys(fields)
  const body = typeof fields.body === 'string' ? fields.body : ''
  if (keys.some((key) => Number(key) < 1 || Number(key) > keys.length || !/^\d+$/.test(key)))
    return 'variables must be numbers in sequence from {{1}}'
  if (keys.some((key) => !content.variables[key])) return 'every variable needs a sample'
  return findBodyIssue(body) ?? findLinkIssue(fields)
}

function findBodyIssue(body: string): string | null {
  const variable = String.raw`\{\{\s*\w+\s*\}\}`
  const count = body.match(new RegExp(variable, 'g'))?.length ?? 0
  if (body.length > MAX_BODY) return 'the body is longer than 1024 characters'
  if (new RegExp(`^\\s*${variable}|${variable}\\s*$`).test(body))
    return 'the body must not begin or end with a variable'
  if (new RegExp(`${variable}\\s*${variable}`).test(body)) return 'two variables must not stand side by side'
  const words = body
    .replace(new RegExp(variable, 'g'), ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (count > 0 && words.length < 2 * count + 1) return 'the body has too many variables for its length'
  return null
}

/** Meta: in a link a variable stands behind the host and its slash. */
function findLinkIssue(fields: Record<string, unknown>): string | null {
  const links = JSON.stringify(fields).match(/"url":"[^"]*"/g) ?? []
  const wrong = links.some((link) => link.includes('{{') && !/"url":"https?:\/\/[^/{"]+\//.test(link))
  return wrong ? 'a variable in a URL must come after the domain' : null
}
