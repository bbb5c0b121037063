import type { ImportField, ImportPlan } from '@parley/contract/imports.ts'
import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'

export interface ImportColumn {
  name: string
  samples: string[]
  guess: ImportField | null
}

export interface ContactImportRow {
  id: string
  fileName: string
  storageKey: string
  delimiter: string
  columns: ImportColumn[]
  plan: ImportPlan | null
  state: 'ready' | 'running' | 'done' | 'failed' | 'canceled'
  detail: string | null
  rowsRead: number
  created: number
  updated: number
  optIns: number
  stillClosed: number
  problems: number
  createdAt: Date
  finishedAt: Date | null
}

export async function insertImport(
  tx: Tx,
  row: Pick<ContactImportRow, 'id' | 'fileName' | 'storageKey' | 'delimiter' | 'columns' | 'createdAt'> & {
    createdBy: string | null
  },
): Promise<void> {
  await tx.db
    .insertInto('contactImport')
    .values({ organizationId: tx.organizationId, ...row, columns: json(row.columns) })
    .execute()
}

export async function findImport(tx: Tx, id: string, lock = false): Promise<ContactImportRow | undefined> {
  const query = tx.db
    .selectFrom('contactImport')
    .selectAll()
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as ContactImportRow | undefined
}

/**
 * A list on its way in, and how many rows of its file each of those who write it has passed.
 * @param writers of one that begins; who began it goes on with as many
 */
export async function findRunning(
  tx: Tx,
  id: string,
  writers: number,
): Promise<{ storageKey: string; delimiter: string; plan: ImportPlan; reached: number[] } | undefined> {
  const { rows } = await sql<{ storageKey: string; delimiter: string; plan: ImportPlan; reached: number[] }>`
    update contact_import set reached = coalesce(reached, array_fill(rows_read, array[${writers}::int]))
    where organization_id = ${tx.organizationId} and id = ${id} and state = 'running' and plan is not null
    returning storage_key, delimiter, plan, reached`.execute(tx.db)
  return rows[0]
}

/** How far one of the writers of a list is. */
export interface ImportPlace {
  importId: string
  writer: number
  rowsRead: number
}

/** What became of a writer's rows. */
export type ImportCounts = Pick<
  ContactImportRow,
  'created' | 'updated' | 'optIns' | 'stillClosed' | 'problems'
>

/**
 * Notes how far one of the writers has come. The list has come as far as the last of them.
 * @returns whether the list is still on its way in
 */
export async function saveReached(
  tx: Tx,
  { importId, writer, rowsRead }: ImportPlace,
  { created, updated, optIns, stillClosed, problems }: ImportCounts,
): Promise<boolean> {
  const at = writer + 1
  const { numAffectedRows } = await sql`
    update contact_import set reached[${at}::int] = ${rowsRead},
      rows_read = least(${rowsRead}, (select min(rows) from unnest(reached) with ordinality as others (rows, at) where at <> ${at})),
      created = created + ${created}, updated = updated + ${updated}, opt_ins = opt_ins + ${optIns},
      still_closed = still_closed + ${stillClosed}, problems = problems + ${problems}
    where organization_id = ${tx.organizationId} and id = ${importId} and state = 'running'`.execute(tx.db)
  return numAffectedRows === 1n
}

export async function listImportRows(tx: Tx): Promise<ContactImportRow[]> {
  return (await tx.db
    .selectFrom('contactImport')
    .selectAll()
    .where('organizationId', '=', tx.organizationId)
    .orderBy('createdAt', 'desc')
    .limit(50)
    .execute()) as ContactImportRow[]
}

export async function listRunning(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('contactImport')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('state', '=', 'running')
    .orderBy('createdAt')
    .execute()
  return rows.map(({ id }) => id)
}

export async function beginImport(tx: Tx, id: string, plan: ImportPlan): Promise<void> {
  await tx.db
    .updateTable('contactImport')
    .set({ state: 'running', plan: json(plan) })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** A list that runs ends once; whoever comes second changes nothing. */
export async function endImport(
  tx: Tx,
  id: string,
  end: { state: 'done' | 'failed' | 'canceled'; detail: string | null; finishedAt: Date },
): Promise<void> {
  await tx.db
    .updateTable('contactImport')
    .set(end)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

export interface ImportProblemRow {
  line: number
  reason: string
  detail: string
  cells: string[]
}

/** @returns how many were not there already */
export async function insertProblems(
  tx: Tx,
  importId: string,
  problems: readonly ImportProblemRow[],
): Promise<number> {
  if (problems.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into contact_import_problem (organization_id, import_id, line, reason, detail, cells)
    select ${tx.organizationId}, ${importId}, line, reason, detail, cells
    from json_to_recordset(${json(problems)}::json) as p (line int, reason text, detail text, cells jsonb)
    on conflict do nothing`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}

export async function listProblems(tx: Tx, importId: string, limit: number): Promise<ImportProblemRow[]> {
  return (await tx.db
    .selectFrom('contactImportProblem')
    .select(['line', 'reason', 'detail', 'cells'])
    .where('organizationId', '=', tx.organizationId)
    .where('importId', '=', importId)
    .orderBy('line')
    .limit(limit)
    .execute()) as ImportProblemRow[]
}
