import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { holdOffMerges } from './hold-off-merges.ts'
import type { ImportCounts } from './import-store.ts'

/** The rows of one transaction, before they are contacts. */
export const importStage = {
  create: `create temporary table import_stage (line integer, id uuid default uuidv7(), consent_id uuid default uuidv7(), address text, name text, language text, country text,
    time_zone text, owner_id text, tags jsonb, fields jsonb, wording text, place text, opt_in_at timestamptz, contact_id uuid) on commit drop`,
  copy: 'copy import_stage (line, address, name, language, country, time_zone, owner_id, tags, fields, wording, place, opt_in_at) from stdin',
}

const changed = async (tx: Tx, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(tx.db)).numAffectedRows ?? 0)

/**
 * Makes contacts of the staged rows, in sets. Someone who is there already keeps what the row does not tell. Of two rows of one number the later
 * counts. An opt-in is added as evidence unless the very same one is there; who said STOP stays closed.
 */
export async function mergeStage(
  tx: Tx,
  importId: string,
  { count, repeats }: { count: number; repeats: boolean },
  at: Date,
): Promise<Omit<ImportCounts, 'problems'>> {
  if (count === 0) return { created: 0, updated: 0, optIns: 0, stillClosed: 0 }
  await holdOffMerges(tx)
  const numbers = repeats ? count - (await dropRepeated(tx)) : count
  const created = await addContacts(tx, importId, at)
  const updated = created < numbers ? await updateContacts(tx, importId, at) : 0
  return { created, updated, optIns: await addOptIns(tx, at), stillClosed: await countClosed(tx) }
}

/** A table this young has no statistics: without them the planner compares each row with each. */
const analyze = (tx: Tx) => sql`analyze import_stage`.execute(tx.db)

async function dropRepeated(tx: Tx): Promise<number> {
  await analyze(tx)
  return await changed(
    tx,
    sql`delete from import_stage older using import_stage newer where older.address = newer.address and older.line < newer.line`,
  )
}

/** Tags of a staged row. */
const stagedTags = sql`case when import_stage.tags is null then '{}' else array(select jsonb_array_elements_text(import_stage.tags)) end`
/** Tags a contact has with those of the row, each once, whatever its capital letters. */
const joined = sql`array(
  select distinct on (lower(tag)) tag from (
    select tag, 0 as at from unnest(contact.tags) tag union all select tag, 1 from jsonb_array_elements_text(staged.tags) tag) every
  order by lower(tag), at)`

/** Adds who is new: whose number nobody has. What another transaction adds at the same time is waited for. @returns how many are new */
async function addContacts(tx: Tx, importId: string, at: Date): Promise<number> {
  const { organizationId } = tx
  return await changed(
    tx,
    sql`
    with named as (
      insert into contact_identity (organization_id, address, contact_id, kind, created_at)
      select ${organizationId}, address, id, 'phone', ${at} from import_stage on conflict do nothing returning contact_id
    )
    insert into contact (organization_id, id, name, language, country, time_zone, owner_id, tags, fields, import_ids, created_at, updated_at)
    select ${organizationId}, id, name, language, country, time_zone, owner_id, ${stagedTags}, coalesce(fields, '{}'), array[${importId}::uuid], ${at}, ${at}
    from import_stage join named on named.contact_id = import_stage.id`,
  )
}

/** Tells those who were there already what is new about them. @returns how many they are */
async function updateContacts(tx: Tx, importId: string, at: Date): Promise<number> {
  const { organizationId } = tx
  await analyze(tx)
  await sql`
    update import_stage set contact_id = identity.contact_id from contact_identity identity
    where identity.organization_id = ${organizationId} and identity.address = import_stage.address and identity.contact_id <> import_stage.id`.execute(
    tx.db,
  )
  // Someone with two numbers may be met by two writers: who takes contacts in one order waits for nobody who waits.
  await sql`
    select from contact where organization_id = ${organizationId} and id in (select contact_id from import_stage where contact_id is not null)
    order by id for no key update`.execute(tx.db)
  return await changed(
    tx,
    sql`
    update contact set name = case when staged.name = '' then contact.name else staged.name end,
      language = coalesce(contact.language, staged.language), owner_id = coalesce(staged.owner_id, contact.owner_id),
      tags = case when staged.tags is null then contact.tags else ${joined} end, fields = contact.fields || coalesce(staged.fields, '{}'),
      import_ids = array_remove(contact.import_ids, ${importId}::uuid) || ${importId}::uuid, updated_at = ${at}
    from import_stage staged
    where contact.organization_id = ${organizationId} and contact.id = staged.contact_id`,
  )
}

/** @returns how many opt-ins were added */
async function addOptIns(tx: Tx, at: Date): Promise<number> {
  const { organizationId } = tx
  return await changed(
    tx,
    sql`
    insert into consent (organization_id, id, contact_id, sender_address, kind, source, wording, place, at)
    select ${organizationId}, consent_id, coalesce(contact_id, id), null, 'opt_in', 'import', wording, place, coalesce(opt_in_at, ${at})
    from import_stage staged
    where wording is not null and (contact_id is null or not exists (
      select from consent known where known.organization_id = ${organizationId} and known.contact_id = staged.contact_id and known.kind = 'opt_in'
        and known.source = 'import' and known.wording = staged.wording and (staged.opt_in_at is null or known.at = staged.opt_in_at)))`,
  )
}

/** @returns how many of them said STOP to one of our senders */
async function countClosed(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct import_stage.address)::int as count from import_stage
    join suppression on suppression.contact_address = import_stage.address
    join sender on sender.organization_id = ${tx.organizationId} and sender.address = suppression.sender_address`.execute(
    tx.db,
  )
  return rows[0]?.count ?? 0
}
