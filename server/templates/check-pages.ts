import type { TemplateProblem } from '@parley/contract/templates.ts'
import { listOf, textOf } from './check-buttons.ts'
import { checkElement } from './check-elements.ts'
import { checkFile } from './check-media.ts'
import { hasVariable } from './check-variables.ts'
import { formPurposes } from './form.ts'
import { needed, problem, tooLong } from './template-problem.ts'

type Samples = Readonly<Record<string, string>>
type Content = Record<string, unknown>

/** Twilio: pages of a form, and characters of their ids. Meta: elements of a page. */
const mostPages = 10
const longestId = 20
const mostElements = 50
const longestOpening = 25
const longestTitle = 200

/** What every form has: its button, its file, and a small line that stays plain. */
export function checkForm(content: Content, samples: Samples): TemplateProblem[] {
  const opening = textOf(content['button_text'])
  const media = textOf(content['media_url'])
  return [
    ...tooLong('button_text', opening, longestOpening),
    ...(hasVariable(opening) ? [problem('button_text', 'variable_not_allowed')] : []),
    ...(/[\n\r]|\p{Extended_Pictographic}/u.test(textOf(content['subtitle']))
      ? [problem('subtitle', 'plain_footer')]
      : []),
    ...(media === '' ? [] : checkFile('media_url', media, samples, /^(jpe?g|png|mp4|pdf)$/i, 'media_kind')),
  ]
}

/** A form whose pages are part of the template. */
export function checkPages(content: Content, samples: Samples): TemplateProblem[] {
  const pages = listOf(content['pages'])
  const purpose = textOf(content['type'])
  return [
    ...checkForm(content, samples),
    ...(purpose === '' || formPurposes.includes(purpose) ? [] : [problem('type', 'form_purpose')]),
    ...(pages.length > mostPages ? [problem('pages', 'too_many_lines', { most: mostPages })] : []),
    ...checkOrder(pages),
    ...pages.flatMap((page, at) => checkPage(`pages.${at}`, page, samples)),
  ]
}

function checkPage(field: string, page: Content, samples: Samples): TemplateProblem[] {
  const title = textOf(page['title'])
  const layout = listOf(page['layout'])
  const fixed = ['id', 'title', 'subtitle'].filter((name) => hasVariable(textOf(page[name])))
  return [
    ...needed(`${field}.id`, textOf(page['id']), longestId),
    ...needed(`${field}.title`, title, longestTitle),
    ...fixed.map((name) => problem(`${field}.${name}`, 'variable_not_allowed')),
    ...(layout.length > 0 ? [] : [problem(`${field}.layout`, 'missing')]),
    ...(layout.length > mostElements
      ? [problem(`${field}.layout`, 'too_many_lines', { most: mostElements })]
      : []),
    ...layout.flatMap((element, at) => checkElement(`${field}.layout.${at}`, element, samples)),
  ]
}

/** From the first page each other one is reached, and the last leads nowhere. */
function checkOrder(pages: readonly Content[]): TemplateProblem[] {
  const ids = pages.map(({ id }) => textOf(id))
  const nexts = pages.map((page) => textOf(page['next_page_id']))
  const repeated = ids.flatMap((id, at) => (id && ids.indexOf(id) < at ? [at] : []))
  const unknown = nexts.flatMap((next, at) => (next && !ids.includes(next) ? [at] : []))
  if (repeated.length > 0 || unknown.length > 0)
    return [
      ...repeated.map((at) => problem(`pages.${at}.id`, 'page_repeated')),
      ...unknown.map((at) => problem(`pages.${at}.next_page_id`, 'page_unknown')),
    ]
  const reached = new Set<number>()
  let at = pages.length > 0 ? 0 : -1
  while (at !== -1 && !reached.has(at)) {
    reached.add(at)
    const next = nexts[at]
    at = next ? ids.indexOf(next) : -1
  }
  if (at !== -1) return [problem('pages', 'pages_circle')]
  return pages.flatMap((_, page) => (reached.has(page) ? [] : [problem(`pages.${page}`, 'page_unreached')]))
}
