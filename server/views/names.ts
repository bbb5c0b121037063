import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'

/** What those who left the organization are called. */
export const formerMember = 'Former member'

/** Names of members and agents by id, for a page of rows that speak of them. */
export interface Names {
  member(id: string): string
  agent(id: string): string | null
}

export async function loadNames(tx: Tx): Promise<Names> {
  const members = await memberNames(tx)
  const rows = await tx.db
    .selectFrom('agent')
    .select(['id', 'name'])
    .where('organizationId', '=', tx.organizationId)
    .execute()
  const agents = new Map(rows.map((row) => [row.id, row.name]))
  return { member: (id) => members.get(id) ?? formerMember, agent: (id) => agents.get(id) ?? null }
}

/** Facts with a name beside each id of a member: `memberId` gets its `memberName`. */
export function nameMembers(facts: Record<string, unknown>, names: Names): Record<string, unknown> {
  const named = { ...facts }
  for (const [key, id] of Object.entries(facts)) {
    if (!/^(m|\w+M)emberId$|^(o|\w+O)wnerId$/.test(key) || typeof id !== 'string') continue
    named[key.replace(/Id$/, 'Name')] = names.member(id)
  }
  return named
}
