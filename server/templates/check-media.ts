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
  return checkFile(`${field}.0`, textOf(media[0]), samples, /^(jpe?g|png|mp4|pdf)$/i, 'media_kind')
}

/** The address of a file whose name may tell that it is of another kind than WhatsApp shows there. */
export function checkFile(
  field: string,
  url: string,
  samples: Readonly<Record<string, string>>,
  endings: RegExp,
  code: 'media_kind' | 'picture_kind',
): TemplateProblem[] {
  const wrong = checkUrl(field, url, samples)
  if (wrong.length > 0) return wrong
  const ending = /\.([a-z0-9]{2,5})$/i.exec(new URL(fillText(url, samples)).pathname)?.[1]
  return ending === undefined || endings.test(ending) ? [] : [problem(field, code)]
}
