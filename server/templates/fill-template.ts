import type { TemplatePreview } from '@parley/contract/templates.ts'
import type { TemplateFound } from './find-template.ts'
import { renderTemplate, variablesOf } from './render-template.ts'

export interface FilledTemplate {
  /** The values Twilio is given, by key. */
  variables: Record<string, string>
  /** Keys the template asks for and nobody gave. */
  missing: string[]
  preview: TemplatePreview
}

/**
 * A template with the values of one message. A sample is never sent for a missing value: it is somebody else's name.
 */
export function fillTemplate(
  template: Pick<TemplateFound, 'contentType' | 'content' | 'language'>,
  values: Readonly<Record<string, string>>,
): FilledTemplate {
  const keys = variablesOf(template)
  const given = keys.flatMap((key) => {
    const value = cleanValue(values[key] ?? '')
    return value === '' ? [] : [[key, value] as const]
  })
  const variables = Object.fromEntries(given)
  return {
    variables,
    missing: keys.filter((key) => !(key in variables)),
    preview: renderTemplate(template, {}, variables),
  }
}

/** Meta: a value has no line breaks, no tabs, and no more than four spaces in a row. */
const cleanValue = (value: string): string =>
  value
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/ {5,}/g, '    ')
    .trim()
