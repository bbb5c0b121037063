import type { TemplatePreview } from '@parley/contract/templates.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

/**
 * What the phone shows of a template with these values, whatever its type: the one renderer, for lists, for the composer
 * and for the record of what was sent. A value that is missing falls back to the sample, as Twilio does; a key without
 * either stays as it is written.
 */
export function renderTemplate(
  content: Record<string, unknown>,
  samples: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>> = {},
): TemplatePreview {
  const filled = fill(content, { ...samples, ...values }) as Record<string, unknown>
  return { ...draw(filled), cards: list(filled['cards']).map(draw) }
}

function draw(fields: Record<string, unknown>): Omit<TemplatePreview, 'cards'> {
  const body = text(fields['body'])
  const title = text(fields['title']) ?? text(fields['header_text'])
  const media = Array.isArray(fields['media']) ? fields['media'] : []
  return {
    header: body === null ? null : title,
    body: body ?? title ?? '',
    footer: text(fields['subtitle']) ?? text(fields['footer']),
    mediaUrl: text(media[0]) ?? text(fields['media_url']),
    buttons: buttonsOf(fields),
  }
}

function buttonsOf(fields: Record<string, unknown>): TemplatePreview['buttons'] {
  const actions = list(fields['actions']).map((action) => ({
    label: text(action['title']) ?? text(action['copy_code_text']) ?? '',
    kind: (text(action['type']) ?? 'QUICK_REPLY').toLowerCase(),
    target: text(action['url']) ?? text(action['phone']) ?? text(action['code']),
  }))
  const opens = text(fields['button']) ?? text(fields['button_text'])
  return opens === null ? actions : [...actions, { label: opens, kind: 'list', target: null }]
}

/** Twilio: `{{key}}`, a key of up to 16 letters and digits. */
export const placeholder = /\{\{\s*(\w{1,16})\s*\}\}/g

/** One text with its values in it; a key without a value stays as it is written. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(placeholder, (whole, key: string) => values[key] ?? whole)

function fill(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return fillText(value, values)
  if (Array.isArray(value)) return value.map((one) => fill(one, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, values)]))
}

/** The keys a template asks for, in the order in which they stand in it. */
export function variablesOf(content: Record<string, unknown>): string[] {
  const found = [...JSON.stringify(content).matchAll(placeholder)].map((match) => match[1] ?? '')
  return [...new Set(found)]
}
