import type { TemplatePreview } from '@parley/contract/templates.ts'
import { readChoices } from './form.ts'

type Fields = Record<string, unknown>
type Page = TemplatePreview['pages'][number]

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const rows = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

/** The pages of a form as the phone opens them, with the values in them. */
export const drawPages = (pages: unknown): Page[] => rows(pages).map(drawPage)

function drawPage({ title, subtitle, layout }: Fields): Page {
  const elements = rows(layout)
  const button = elements.findLast(({ type }) => type === 'FOOTER')
  return {
    title: text(title),
    subtitle: text(subtitle),
    elements: elements.filter(({ type }) => type !== 'FOOTER').map(drawElement),
    button: text(button?.['label']),
  }
}

function drawElement(element: Fields): Page['elements'][number] {
  const { type, label, text: words, text_list, url, options, required } = element
  const question = text(label)
  const lines = Array.isArray(text_list) ? text_list.map(text).join('\n') : ''
  return {
    kind: text(type).toLowerCase(),
    text: question || text(words) || lines || text(url),
    help: question === '' ? '' : text(words),
    choices: (readChoices(options) ?? []).map(({ title }) => title),
    required: required === true,
  }
}
