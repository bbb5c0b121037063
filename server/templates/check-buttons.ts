import type { TemplateProblem } from '@parley/contract/templates.ts'
import { hasVariable } from './check-variables.ts'
import { fillText } from './render-template.ts'
import { problem, tooLong } from './template-problem.ts'

/** How many buttons of a kind a type takes. */
export interface ButtonLimits {
  least: number
  most: number
  kinds: readonly string[]
}

/** Twilio, WhatsApp: characters on a button, of a code, of a link, and how many of a kind stand together. */
const longestTitle = 25
const longestCode = 15
const longestUrl = 2000
const mostOfKind: Record<string, number> = { URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, VOICE_CALL: 1 }

type Action = Record<string, unknown>
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const listOf = (value: unknown): Action[] => (Array.isArray(value) ? (value as Action[]) : [])
const kindOf = (action: Action): string => textOf(action['type']) || 'QUICK_REPLY'

/** The buttons of one text or card. `field` is where they stand: `actions`, `cards.0.actions`. */
export function checkButtons(
  field: string,
  value: unknown,
  samples: Readonly<Record<string, string>>,
  { least, most, kinds }: ButtonLimits,
): TemplateProblem[] {
  const actions = listOf(value)
  const found = actions.map(kindOf)
  const titles = actions.map((action) => textOf(action['title']).trim().toLowerCase())
  const quick = found.map((kind) => kind === 'QUICK_REPLY')
  const changes = quick.filter((one, at) => at > 0 && one !== quick[at - 1]).length
  return [
    ...(actions.length < least ? [problem(field, 'too_few', { least })] : []),
    ...(actions.length > most ? [problem(field, 'too_many_buttons', { most })] : []),
    ...Object.entries(mostOfKind)
      .filter(([kind, limit]) => found.filter((one) => one === kind).length > limit)
      .map(([, limit]) => problem(field, 'too_many_buttons', { most: limit })),
    ...(found.includes('VOICE_CALL_REQUEST') && found.length > 1 ? [problem(field, 'button_alone')] : []),
    ...(changes > 1 ? [problem(field, 'buttons_mixed')] : []),
    ...actions.flatMap((action, at) => [
      ...(kinds.includes(kindOf(action)) ? [] : [problem(`${field}.${at}.type`, 'field_unknown')]),
      ...(titles[at] && titles.indexOf(titles[at]) < at
        ? [problem(`${field}.${at}.title`, 'button_repeated')]
        : []),
      ...checkButton(`${field}.${at}`, action, samples),
    ]),
  ]
}

function checkButton(
  field: string,
  action: Action,
  samples: Readonly<Record<string, string>>,
): TemplateProblem[] {
  const title = textOf(action['title'])
  const label = [
    ...(title.trim()
      ? tooLong(`${field}.title`, title, longestTitle)
      : [problem(`${field}.title`, 'missing')]),
    ...(hasVariable(title) ? [problem(`${field}.title`, 'variable_not_allowed')] : []),
  ]
  const kind = kindOf(action)
  if (kind === 'URL') return [...label, ...checkUrl(`${field}.url`, textOf(action['url']), samples)]
  if (kind === 'PHONE_NUMBER') {
    const valid = /^\+[1-9]\d{6,14}$/.test(textOf(action['phone']))
    return [...label, ...(valid ? [] : [problem(`${field}.phone`, 'phone_invalid')])]
  }
  if (kind !== 'COPY_CODE') return label
  const code = fillText(textOf(action['code']), samples).trim()
  return [
    ...label,
    ...(code ? tooLong(`${field}.code`, code, longestCode) : [problem(`${field}.code`, 'missing')]),
  ]
}

/** Twilio: a variable of a link stands behind a slash past the host. */
export function checkUrl(
  field: string,
  url: string,
  samples: Readonly<Record<string, string>>,
): TemplateProblem[] {
  if (url.trim() === '') return [problem(field, 'missing')]
  if (hasVariable(url) && !/^https?:\/\/[^/{}]+\/[^{}]*\{\{/.test(url))
    return [problem(field, 'url_variable')]
  const filled = fillText(url, samples)
  const parsed = URL.parse(filled)
  const good = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname.includes('.')
  return good && !/\s/.test(filled) ? tooLong(field, filled, longestUrl) : [problem(field, 'url_invalid')]
}
