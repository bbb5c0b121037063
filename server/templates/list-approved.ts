import type { Tx } from '#platform/db.ts'
import type { Candidate } from './choose-template.ts'
import { renderTemplate, variablesOf } from './render-template.ts'

/** Templates of a connector that may be sent now. */
export async function listApproved(tx: Tx, connectorId: string): Promise<Candidate[]> {
  const rows = await tx.db
    .selectFrom('template')
    .select(['id', 'name', 'language', 'category', 'content', 'variables', 'variableNames'])
    .where('organizationId', '=', tx.organizationId)
    .where('connectorId', '=', connectorId)
    .where('status', '=', 'approved')
    .orderBy('name')
    .execute()
  return rows.map(({ content, variables, variableNames, ...template }) => {
    const fields = content as Record<string, unknown>
    const samples = variables as Record<string, string>
    const names = variableNames as Record<string, string>
    return {
      ...template,
      body: renderTemplate(fields, {}).body,
      variables: variablesOf(fields).map((key) => ({
        key,
        name: names[key] ?? null,
        sample: samples[key] ?? '',
      })),
    }
  })
}
