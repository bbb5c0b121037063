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
    from jsonb_to_recordset(${json(problems)}::jsonb) as p (line int, reason text, detail text, cells jsonb)
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

/** The rows of one transaction, before they are contacts. */
export const importStage = {
  create: `create temporary table import_stage (line integer, id uuid, consent_id uuid, address text, name text, language text, owner_id text,
    wording text, place text, opt_in_at timestamptz) on commit drop`,
  copy: 'copy import_stage from stdin',
}

/**
 * Makes contacts of the staged rows, in sets. Someone who is there already keeps what the row does not tell. Of two rows of one number the later
 * counts. An opt-in is added as evidence unless the very same one is there; who said STOP stays closed.
 */
export async function mergeStage(tx: Tx, importId: string, rowsRead: number, at: Date): Promise<void> {
  const { organizationId } = tx
  await sql`
    delete from import_stage older using import_stage newer where older.address = newer.address and older.line < newer.line`.execute(
    tx.db,
  )
  // Whoever else makes one of these contacts at the same time wins; what was made here for nothing is taken back.
  await sql`
    insert into contact (organization_id, id, name, language, owner_id, created_at, updated_at)
    select ${organizationId}, id, name, language, owner_id, ${at}, ${at} from import_stage
    where not exists (select from contact_identity where organization_id = ${organizationId} and contact_identity.address = import_stage.address)`.execute(
    tx.db,
  )
  await sql`
    insert into contact_identity (organization_id, address, contact_id, kind, created_at)
    select ${organizationId}, address, import_stage.id, 'phone', ${at} from import_stage
    join contact on contact.organization_id = ${organizationId} and contact.id = import_stage.id
    on conflict do nothing`.execute(tx.db)
  await sql`
    delete from contact using import_stage where contact.organization_id = ${organizationId} and contact.id = import_stage.id
      and not exists (select from contact_identity where organization_id = ${organizationId} and contact_id = import_stage.id)`.execute(
    tx.db,
  )
  await sql`
    update contact set name = case when staged.name = '' then contact.name else staged.name end,
      language = coalesce(contact.language, staged.language), owner_id = coalesce(staged.owner_id, contact.owner_id), updated_at = ${at}
    from import_stage staged join contact_identity identity on identity.organization_id = ${organizationId} and identity.address = staged.address
    where contact.organization_id = ${organizationId} and contact.id = identity.contact_id and contact.id <> staged.id`.execute(
    tx.db,
  )
  await sql`
    with given as (
      insert into consent (organization_id, id, contact_id, sender_address, kind, source, wording, place, at)
      select ${organizationId}, staged.consent_id, identity.contact_id, null, 'opt_in', 'import', staged.wording, staged.place, coalesce(staged.opt_in_at, ${at})
      from import_stage staged join contact_identity identity on identity.organization_id = ${organizationId} and identity.address = staged.address
      where staged.wording is not null and not exists (
        select from consent known where known.organization_id = ${organizationId} and known.contact_id = identity.contact_id and known.kind = 'opt_in'
          and known.source = 'import' and known.wording = staged.wording and (staged.opt_in_at is null or known.at = staged.opt_in_at))
      returning 1
    )
    update contact_import set rows_read = ${rowsRead}, opt_ins = opt_ins + (select count(*) from given),
      created = created + (select count(*) from import_stage join contact on contact.organization_id = ${organizationId} and contact.id = import_stage.id),
      updated = updated + (select count(*) from import_stage where not exists (
        select from contact where contact.organization_id = ${organizationId} and contact.id = import_stage.id)),
      still_closed = still_closed + (select count(distinct import_stage.address) from import_stage
        join suppression on suppression.contact_address = import_stage.address
        join sender on sender.organization_id = ${organizationId} and sender.address = suppression.sender_address),
      problems = (select count(*) from contact_import_problem where organization_id = ${organizationId} and import_id = ${importId})
    where organization_id = ${organizationId} and id = ${importId}`.execute(tx.db)
}
