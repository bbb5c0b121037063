import type { Tx } from '#platform/db.ts'
import { variablesOf } from './render-template.ts'

export interface ApprovedTemplate {
  id: string
  name: string
  /** As Meta spells it: `en`, `pt_BR`. */
  language: string
  category: string
  /** The variables it asks for. */
  keys: string[]
}

/** Templates of a connector that may be sent now. */
export async function listApproved(tx: Tx, connectorId: string): Promise<ApprovedTemplate[]> {
  const rows = await tx.db
    .selectFrom('template')
    .select(['id', 'name', 'language', 'category', 'content'])
    .where('organizationId', '=', tx.organizationId)
    .where('connectorId', '=', connectorId)
    .where('status', '=', 'approved')
    .orderBy('name')
    .execute()
  return rows.map(({ content, ...template }) => ({
    ...template,
    keys: variablesOf(content as Record<string, unknown>),
  }))
}
