import type { Content, Drawing } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'
import { writeCode } from './authentication-text.ts'
import { richestType } from './content-types.ts'

export type RenderedContent = { body: string; drawing: Drawing; mediaUrls: string[] }

// Twilio: one hundred pairs at most.
const MAX_VARIABLES = 100

/** Reads `ContentVariables`: a JSON object of texts. Twilio: 21656 for anything else, and for empty or null values. */
export function readContentVariables(text: string): Record<string, string> | Refusal {
  const parsed = parseJson(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refuse(21656)
  const entries = Object.entries(parsed)
  if (entries.length > MAX_VARIABLES) return refuse(21656)
  if (entries.some(([, value]) => typeof value !== 'string' || value === '')) return refuse(21656)
  return Object.fromEntries(entries)
}

/** What the phone shows of a content with these variables; missing ones fall back to the stored samples. */
export function renderContent(content: Content, variables: Record<string, string>): RenderedContent {
  const values = { ...content.variables, ...variables }
  const [type, fields] = richestType(content.types)
  // Meta writes the text of a one-time code; its value is variable 1 though no text names it.
  const whole =
    type === 'whatsapp/authentication' ? writeCode(fields, content.language, values['1'] ?? '{{1}}') : fields
  const filled = fill(whole, values) as Record<string, unknown>
  const media = [filled.media ?? filled.media_url].flat()
  const body = [filled.body, filled.title].find((text) => typeof text === 'string') ?? ''
  const drawing = {
    ...filled,
    type,
    template: content.approval.status === 'approved' ? content.approval.name : null,
  }
  return { body, drawing, mediaUrls: media.filter((url) => typeof url === 'string') }
}

/** Puts values into every `{{key}}` of a JSON value. */
function fill(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === 'string')
    return value.replace(/\{\{\s*(\w{1,16})\s*\}\}/g, (whole, key: string) => values[key] ?? whole)
  if (Array.isArray(value)) return value.map((one) => fill(one, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, values)]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
