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
  state: 'ready' | 'running' | 'done' | 'failed'
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

export async function saveImport(
  tx: Tx,
  id: string,
  change: Partial<Pick<ContactImportRow, 'state' | 'detail' | 'finishedAt'>> & { plan?: ImportPlan },
): Promise<void> {
  const { plan, ...others } = change
  await tx.db
    .updateTable('contactImport')
    .set({ ...others, ...(plan ? { plan: json(plan) } : {}) })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export interface ImportProblemRow {
  line: number
  reason: string
  detail: string
  cells: string[]
}

export async function insertProblems(
  tx: Tx,
  importId: string,
  problems: readonly ImportProblemRow[],
): Promise<void> {
  if (problems.length === 0) return
  await sql`
    insert into contact_import_problem (organization_id, import_id, line, reason, detail, cells)
    select ${tx.organizationId}, ${importId}, line, reason, detail, cells
    from json_to_recordset(${json(problems)}::json) as p (line int, reason text, detail text, cells jsonb)
    on conflict do nothing`.execute(tx.db)
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
