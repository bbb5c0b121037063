import type { Kysely } from 'kysely'
import type { Jobs } from '#platform/jobs.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { listRunning } from './import-store.ts'
import { type ImportRoom, runImport } from './run-import.ts'

/** One list after the other, in one process. After a crash another goes on where it was. */
export async function contactJobs(jobs: Jobs, room: ImportRoom) {
  await jobs.every(1, 'contacts.import', async () => {
    for (const organizationId of await room.database.acrossOrganizations(organizationsWithImports))
      for (const id of await room.database.withOrganization(organizationId, listRunning))
        await runImport(room, organizationId, id)
  })
}

async function organizationsWithImports(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('contactImport')
    .select('organizationId')
    .distinct()
    .where('state', '=', 'running')
    .execute()
  return rows.map((row) => row.organizationId)
}
