import type { Kysely } from 'kysely'
import type { Jobs } from '#platform/jobs.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { organizationsToSweep, sweepFields } from './contact-field-store.ts'
import { listRunning } from './import-store.ts'
import { organizationsToPlace, placeContacts } from './place-contacts.ts'
import { type ImportRoom, runImport } from './run-import.ts'

/** Contacts of one transaction. */
const swept = 2000

/** One list after the other, in one process. After a crash another goes on where it was. */
export async function contactJobs(jobs: Jobs, room: ImportRoom) {
  await jobs.every(1, 'contacts.import', async () => {
    for (const organizationId of await room.database.acrossOrganizations(organizationsWithImports))
      for (const id of await room.database.withOrganization(organizationId, listRunning))
        await runImport(room, organizationId, id)
  })
  await jobs.every(10, 'contacts.place', async () => {
    for (const organizationId of await room.database.acrossOrganizations(organizationsToPlace))
      while ((await room.database.withOrganization(organizationId, placeContacts)) > 0);
  })
  await jobs.every(10, 'contacts.sweep-fields', async () => {
    for (const organizationId of await room.database.acrossOrganizations(organizationsToSweep))
      while (
        (await room.database.withOrganization(organizationId, (tx) => sweepFields(tx, swept))) === swept
      );
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
