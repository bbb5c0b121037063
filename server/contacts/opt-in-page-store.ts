import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'

export interface OptInPageRow {
  id: string
  publicId: string
  senderId: string
  senderAddress: string
  title: string
  asksNumber: boolean
  /** The template that asks the owner of a number that was typed. */
  templateId: string | null
  open: boolean
  createdAt: Date
  /** What it shows now. */
  wording: string
  code: string
  optIns: number
}

const columns = sql`page.id, public_id, sender_id, sender.address as sender_address, title, asks_number, page.template_id, page.open, page.created_at,
  shown.wording, shown.code`
const joins = sql`opt_in_page page
  join sender on sender.organization_id = page.organization_id and sender.id = page.sender_id
  cross join lateral (
    select wording, code from opt_in_wording where organization_id = page.organization_id and page_id = page.id
    order by created_at desc, code desc limit 1) shown`

/** Pages, the newest first, each with how many people opted in by it. */
export async function listPages(tx: Tx): Promise<OptInPageRow[]> {
  const { rows } = await sql<OptInPageRow>`
    select ${columns}, (
      select count(*)::int from consent
      where consent.organization_id = page.organization_id and kind = 'opt_in' and place in (
        select place from opt_in_wording where organization_id = page.organization_id and page_id = page.id)) as opt_ins
    from ${joins} where page.organization_id = ${tx.organizationId} order by page.created_at desc, page.id desc`.execute(
    tx.db,
  )
  return rows
}

export async function findPage(tx: Tx, pageId: string): Promise<Omit<OptInPageRow, 'optIns'> | undefined> {
  const { rows } = await sql<OptInPageRow>`
    select ${columns} from ${joins} where page.organization_id = ${tx.organizationId} and page.id = ${pageId}`.execute(
    tx.db,
  )
  return rows[0]
}

/** Which organization a public page belongs to, by the role that sees nothing else. */
export async function findRoute(
  finder: Kysely<Tables>,
  publicId: string,
): Promise<{ organizationId: string; pageId: string } | undefined> {
  return await finder
    .selectFrom('optInRoute')
    .select(['organizationId', 'pageId'])
    .where('publicId', '=', publicId)
    .executeTakeFirst()
}

export async function insertPage(
  tx: Tx,
  page: Pick<
    OptInPageRow,
    'id' | 'publicId' | 'senderId' | 'title' | 'asksNumber' | 'templateId' | 'createdAt'
  >,
): Promise<void> {
  const { organizationId } = tx
  await tx.db
    .insertInto('optInPage')
    .values({ organizationId, ...page })
    .execute()
  await tx.db
    .insertInto('optInRoute')
    .values({ publicId: page.publicId, organizationId, pageId: page.id })
    .execute()
}

export async function savePage(
  tx: Tx,
  pageId: string,
  change: Pick<OptInPageRow, 'title' | 'asksNumber' | 'templateId' | 'open'>,
): Promise<void> {
  await tx.db
    .updateTable('optInPage')
    .set({ ...change, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', pageId)
    .execute()
}

export async function insertWording(
  tx: Tx,
  wording: { code: string; pageId: string; wording: string; place: string; createdAt: Date },
): Promise<void> {
  await tx.db
    .insertInto('optInWording')
    .values({ organizationId: tx.organizationId, ...wording })
    .execute()
}

/** What somebody had read who sends this code. */
export async function findWording(
  tx: Tx,
  code: string,
): Promise<{ wording: string; place: string; senderAddress: string } | undefined> {
  const { rows } = await sql<{
    wording: string
    place: string
    senderAddress: string
  }>`
    select read.wording, read.place, sender.address as sender_address
    from opt_in_wording read
    join opt_in_page page on page.organization_id = read.organization_id and page.id = read.page_id
    join sender on sender.organization_id = page.organization_id and sender.id = page.sender_id
    where read.organization_id = ${tx.organizationId} and read.code = ${code}`.execute(tx.db)
  return rows[0]
}

/** What the organization is called. */
export async function findOrganizationName(tx: Tx): Promise<string> {
  const row = await tx.db
    .selectFrom('ownOrganization')
    .select('name')
    .where('organizationId', '=', tx.organizationId)
    .executeTakeFirst()
  return row?.name ?? ''
}
