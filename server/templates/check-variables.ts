import type { TemplateProblem } from '@parley/contract/templates.ts'
import { placeholder, placeholdersIn } from './render-template.ts'
import { problem, tooLong } from './template-problem.ts'

/** Twilio: at most a hundred, each value at most 1,600 characters. */
const mostVariables = 100
const longestValue = 1600

/** Meta: numbered from 1 without a gap, each with a sample; a value has no line breaks, tabs or five spaces (63013). */
export function checkVariables(
  content: Record<string, unknown>,
  samples: Readonly<Record<string, string>>,
): TemplateProblem[] {
  const keys = placeholdersIn(content)
  const odd = keys.find((key) => !/^[1-9]\d*$/.test(key))
  const gap = keys.map((_, at) => String(at + 1)).find((key) => !keys.includes(key))
  return [
    ...(keys.length > mostVariables ? [problem('body', 'too_many_variables', { most: mostVariables })] : []),
    ...(odd === undefined ? [] : [problem('body', 'variable_not_numbered', { key: odd })]),
    ...(odd === undefined && gap !== undefined
      ? [problem('body', 'variables_not_in_sequence', { key: gap })]
      : []),
    ...keys.flatMap((key) => checkSample(key, samples[key] ?? '')),
  ]
}

function checkSample(key: string, sample: string): TemplateProblem[] {
  const field = `variables.${key}`
  if (sample.trim() === '') return [problem(field, 'sample_missing', { key })]
  return [
    ...(/[\n\r\t]| {5}/.test(sample) ? [problem(field, 'sample_form')] : []),
    ...tooLong(field, sample, longestValue),
  ]
}

/** Meta: of a body with x variables, 2x + 1 words are not variables; none stands at an edge or beside another one. */
export function checkBodyVariables(field: string, body: string): TemplateProblem[] {
  const rest = body.replaceAll(placeholder, ' ')
  if (/\{\{|\}\}/.test(rest)) return [problem(field, 'variable_malformed')]
  const count = [...body.matchAll(placeholder)].length
  if (count === 0) return []
  // Punctuation and spaces alone do not part a variable from the edge or from another one.
  const texts = body
    .split(placeholder)
    .filter((_, at) => at % 2 === 0)
    .map((text) => /[\p{L}\p{N}]/u.test(text))
  const words = rest.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0
  const least = 2 * count + 1
  return [
    ...(texts[0] ? [] : [problem(field, 'variable_at_start')]),
    ...(endsWithVariable(body) ? [problem(field, 'variable_at_end')] : []),
    ...(texts.slice(1, -1).every(Boolean) ? [] : [problem(field, 'variables_adjacent')]),
    ...(words < least ? [problem(field, 'too_few_words', { least, words })] : []),
  ]
}

const endsWithVariable = (body: string): boolean => /\}\}[^\p{L}\p{N}]*$/u.test(body)

export const hasVariable = (text: string): boolean => [...text.matchAll(placeholder)].length > 0
