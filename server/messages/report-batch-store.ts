import { type Kysely, sql } from 'kysely'
import { type Database, json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { StatusRow } from './status-store.ts'

/** Reports that were kept together. */
export interface ReportBatch {
  id: string
  reports: readonly StatusRow[]
  /** How often they failed. */
  tries: number
}

/** The write of the group commit: reports of any organizations, one row for each of them. */
export async function keepReports(database: Database, reports: readonly StatusRow[]): Promise<null[]> {
  const groups = Map.groupBy(reports, ({ organizationId }) => organizationId)
  await Promise.all(
    [...groups].map(([organizationId, mine]) =>
      database.insertAlone(organizationId, (organization) => insertion(organization, mine, 0)),
    ),
  )
  return reports.map(() => null)
}

/** Seconds that what failed so often waits. */
const pauseOf = (tries: number) => (tries === 0 ? 0 : 2 ** tries)

const insertion = (organization: unknown, reports: readonly StatusRow[], tries: number) => sql`
  insert into report_batch (organization_id, id, reports, size, tries, due_at)
  values (${organization}, ${newId()}, ${json(reports)}::json, ${reports.length}, ${tries}, now() + ${pauseOf(tries)} * interval '1 s')`

/** Organizations in which reports wait, by the role that sees nothing else of them. */
export async function organizationsWithReports(finder: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from report_batch where due_at <= now()`.execute(finder)
  return rows.map((row) => row.organizationId)
}

/** The oldest batches, as many as hold so many reports. What another worker takes is gone once it has committed. */
export async function takeReports(tx: Tx, limit: number): Promise<StatusRow[]> {
  const { rows } = await sql<Pick<ReportBatch, 'reports'>>`
    with counted as (
      select id, sum(size) over (order by id) - size as before from (
        select id, size from report_batch where organization_id = ${tx.organizationId} and due_at <= now() order by id limit ${limit}
      ) as oldest
    )
    delete from report_batch using counted
    where report_batch.organization_id = ${tx.organizationId} and report_batch.id = counted.id and counted.before < ${limit}
    returning report_batch.reports`.execute(tx.db)
  return rows.flatMap(({ reports }) => reports)
}

/** The oldest batch, left where it is. */
export async function oldestReports(tx: Tx): Promise<ReportBatch | undefined> {
  const { rows } = await sql<ReportBatch>`
    select id, reports, tries from report_batch where organization_id = ${tx.organizationId} and due_at <= now()
    order by id limit 1`.execute(tx.db)
  return rows[0]
}

/** Of a batch only those reports remain that failed, for one more try. */
export async function setBackReports(
  tx: Tx,
  { id, tries }: ReportBatch,
  failed: readonly StatusRow[],
): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from report_batch where organization_id = ${tx.organizationId} and id = ${id}`.execute(tx.db)
  // Another worker may have done the same.
  if (numAffectedRows === 1n && failed.length > 0)
    await insertion(tx.organizationId, failed, tries + 1).execute(tx.db)
}
