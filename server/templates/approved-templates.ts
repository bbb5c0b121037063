import type { Tx } from '#platform/db.ts'
import type { Candidate } from './choose-template.ts'
import { renderTemplate, variablesOf } from './render-template.ts'
import { listApproved, type TemplateRow } from './template-store.ts'

/** What may be sent from a connector outside the service window, to choose from: approved, and of a known category. */
export const approvedTemplates = async (tx: Tx, connectorId: string): Promise<Candidate[]> =>
  (await listApproved(tx, connectorId)).map(asCandidate)

function asCandidate(row: TemplateRow): Candidate {
  const { id, name, language, category, variables, variableNames } = row
  // Without values the placeholders stay, and the whole of what people read is compared.
  const { header, body, footer } = renderTemplate(row, {})
  return {
    id,
    name,
    language,
    category,
    body: [header, body, footer].filter((text) => text !== null && text !== '').join('\n'),
    variables: variablesOf(row).map((key) => ({
      key,
      name: variableNames[key] || null,
      sample: variables[key] ?? '',
    })),
  }
}
