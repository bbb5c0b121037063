import { sql } from 'kysely'
import type { Ground } from './ground.ts'

/** Every organization, for timers that visit each in turn. */
export async function everyOrganization({ database }: Ground): Promise<string[]> {
  const { rows } = await database.acrossOrganizations((finder) =>
    sql<{ organizationId: string }>`select organization_id from organization_list`.execute(finder),
  )
  return rows.map((row) => row.organizationId)
}
