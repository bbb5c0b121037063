import type { Content } from '../api/contents.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What a phone shows of a content with its samples: the richest of its types, in one bubble. */
export function previewOf({ types, variables }: Content): {
  header: string
  body: string
  footer: string
  buttons: string[]
} {
  const all = Object.entries(types)
  const [, fields] = all.find(([type]) => type.startsWith('whatsapp/')) ??
    all.find(([type]) => type !== 'twilio/text') ??
    all[0] ?? ['', {}]
  const fill = (value: unknown) =>
    text(value).replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => variables[key] ?? whole)
  const body = fill(fields['body'])
  const title = fill(fields['title'] ?? fields['header_text'])
  const actions = Array.isArray(fields['actions']) ? (fields['actions'] as Record<string, unknown>[]) : []
  return {
    header: body ? title : '',
    body: body || title,
    footer: fill(fields['footer'] ?? fields['subtitle']),
    buttons: actions.map((action) => fill(action['title'] ?? action['copy_code_text'])).filter(Boolean),
  }
}
