import type { TemplateProblem } from '@parley/contract/templates.ts'
import { textOf } from './check-buttons.ts'
import { checkFile } from './check-media.ts'
import { hasVariable } from './check-variables.ts'
import { type ElementHolds, elementHolds, readChoices, readList } from './form.ts'
import { fillText } from './render-template.ts'
import { needed, problem } from './template-problem.ts'

type Samples = Readonly<Record<string, string>>
type Fields = Record<string, unknown>
type Check = (field: string, element: Fields, samples: Samples) => TemplateProblem[]

/** Meta: choices that stand on the page, and lines that a list opens. Of a text: what a message may have. */
const mostChoices = 20
const mostLines = 200
const longest = 4096

/** One question, text or picture of a page, by what it holds. */
export function checkElement(field: string, element: Fields, samples: Samples): TemplateProblem[] {
  const holds = elementHolds(textOf(element['type']))
  return holds === undefined
    ? [problem(`${field}.type`, 'element_unknown')]
    : checks[holds](field, element, samples)
}

const checks: Record<ElementHolds, Check> = {
  typed: (field, { label, text }) => [
    ...whole(`${field}.label`, label),
    // Twilio: a question that is answered by typing has a line that helps.
    ...whole(`${field}.text`, text),
  ],
  choices: (field, { type, label, options }, samples) => [
    ...whole(`${field}.label`, label),
    ...checkChoices(
      `${field}.options`,
      fillText(textOf(options), samples),
      type === 'LIST' ? mostLines : mostChoices,
    ),
  ],
  days: checkDays,
  text: (field, { text }) => whole(`${field}.text`, text),
  texts: (field, { text_list }) => {
    const texts = Array.isArray(text_list) ? text_list : []
    return texts.length === 0
      ? [problem(`${field}.text_list`, 'missing')]
      : texts.flatMap((text) => whole(`${field}.text_list`, text))
  },
  picture: (field, { url }, samples) =>
    checkFile(`${field}.url`, textOf(url), samples, /^(jpe?g|png)$/i, 'picture_kind'),
  button: (field, { label }) => whole(`${field}.label`, label),
}

/** Twilio: on a page a variable is all of a text, or none of it. */
function whole(field: string, value: unknown): TemplateProblem[] {
  const text = textOf(value)
  const mixed = hasVariable(text) && !/^\s*\{\{\s*\w{1,16}\s*\}\}\s*$/.test(text)
  return mixed ? [problem(field, 'variable_whole')] : needed(field, text, longest)
}

function checkChoices(field: string, options: string, most: number): TemplateProblem[] {
  if (options.trim() === '' || options.trim() === '[]') return [problem(field, 'missing')]
  const choices = readChoices(options)
  if (choices === null) return [problem(field, 'choices_form')]
  const ids = choices.map(({ id }) => id)
  return [
    ...(choices.length > most ? [problem(field, 'too_many_lines', { most })] : []),
    ...choices.flatMap(({ id, title }, at) => [
      ...(title.trim() === '' || id.trim() === '' ? [problem(`${field}.${at}`, 'missing')] : []),
      ...(id && ids.indexOf(id) < at ? [problem(`${field}.${at}`, 'line_repeated')] : []),
    ]),
  ]
}

/** Twilio: the first and the last day that can be chosen, and those between that cannot. */
function checkDays(field: string, element: Fields, samples: Samples): TemplateProblem[] {
  const filled = (name: string) => fillText(textOf(element[name]), samples).trim()
  const [from, to, without] = [filled('min_date'), filled('max_date'), filled('unavailable_dates')]
  const wrong = (name: string, day: string) =>
    day === ''
      ? [problem(`${field}.${name}`, 'missing')]
      : isDay(day)
        ? []
        : [problem(`${field}.${name}`, 'date_form')]
  const listed = without === '' ? [] : readList(without)
  return [
    ...whole(`${field}.label`, element['label']),
    ...wrong('min_date', from),
    ...wrong('max_date', to),
    ...(isDay(from) && isDay(to) && to < from ? [problem(`${field}.max_date`, 'days_out_of_order')] : []),
    ...(listed?.every(isDay) ? [] : [problem(`${field}.unavailable_dates`, 'date_form')]),
  ]
}

const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
