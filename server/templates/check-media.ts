import type { TemplateProblem } from '@parley/contract/templates.ts'
import { checkUrl, textOf } from './check-buttons.ts'
import { fillText } from './render-template.ts'
import { problem } from './template-problem.ts'

/** Meta reviews the file itself, so its sample must be one that WhatsApp can show in a header. */
export function checkMedia(
  field: string,
  media: unknown,
  samples: Readonly<Record<string, string>>,
): TemplateProblem[] {
  if (!Array.isArray(media) || media.length === 0) return []
  const url = textOf(media[0])
  const wrong = checkUrl(`${field}.0`, url, samples)
  if (wrong.length > 0) return wrong
  const ending = /\.([a-z0-9]{2,5})$/i.exec(new URL(fillText(url, samples)).pathname)?.[1]
  const known = ending === undefined || /^(jpe?g|png|mp4|pdf)$/i.test(ending)
  return known ? [] : [problem(`${field}.0`, 'media_kind')]
}
