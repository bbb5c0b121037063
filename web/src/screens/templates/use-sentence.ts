import { useTranslation } from 'react-i18next'
import type { TemplateProblem } from '../../api/templates.ts'

/** A problem in the reader's language; in the server's words where the catalogue has none. */
export function useSentence(): (problem: TemplateProblem) => string {
  const { t } = useTranslation('templates')
  return ({ code, facts, sentence }) =>
    t(`problem.${code}`, sentence, { ...facts, variable: `{{${facts['key'] ?? 1}}}` })
}
