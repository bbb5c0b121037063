import type { TemplateProblem } from '../../api/templates.ts'
import { Refusal } from '../../api/parley.ts'

/** The problems of a template that was refused for them. */
export function problemsOf(error: unknown): TemplateProblem[] {
  const problems = error instanceof Refusal ? error.problem.facts?.['problems'] : undefined
  return Array.isArray(problems) ? (problems as TemplateProblem[]) : []
}

/** What is only not written yet: said when somebody wants to go on, not while they write. */
export const isMissing = ({ code }: TemplateProblem): boolean =>
  ['missing', 'too_few', 'sample_missing'].includes(code)
