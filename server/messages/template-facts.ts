import type { FilledTemplate } from '#templates/fill-template.ts'
import type { TemplateFound } from '#templates/find-template.ts'
import { isForWindow } from '#templates/template.ts'
import type { TemplateFacts } from './send-gate.ts'

/** What the gate needs to know of a template and of what fills it; null where one of them is missing. */
export const templateFactsOf = (
  template: TemplateFound | null,
  filled: FilledTemplate | null,
): TemplateFacts | null =>
  template &&
  filled && {
    name: template.name,
    approval: template.status,
    category: template.category,
    body: filled.preview.body,
    missing: filled.missing,
    forWindow: isForWindow(template.contentType),
  }
