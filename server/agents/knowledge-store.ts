import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { ArticleRow } from './agent.ts'
import type { Cut } from './cut-passages.ts'

const columns = ['id', 'agentId', 'title', 'body', 'source', 'fileName', 'updatedAt'] as const

/** Whose knowledge: of agents that answer on channels, which the organization sees, or of a member's twin. */
export type KeeperKind = 'answering' | 'twin'

/** Who knows something, with the language it is kept in. */
export async function findKeeper(
  tx: Tx,
  id: string,
  kind: KeeperKind,
): Promise<{ id: string; language: string } | undefined> {
  return await tx.db
    .selectFrom('agent')
    .select(['id', 'language'])
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('archivedAt', 'is', null)
    .executeTakeFirst()
}

export async function listArticles(
  tx: Tx,
  agentId: string,
  search: string | undefined,
): Promise<ArticleRow[]> {
  let query = tx.db
    .selectFrom('article')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('agentId', '=', agentId)
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where((either) =>
      either.or([either('title', 'ilike', like), either('body', 'ilike', like)]),
    )
  }
  return await query.orderBy('title').orderBy('id').execute()
}

export async function findArticle(
  tx: Tx,
  id: string,
  kind: KeeperKind = 'answering',
): Promise<ArticleRow | undefined> {
  const article = await tx.db
    .selectFrom('article')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return article && (await findKeeper(tx, article.agentId, kind)) ? article : undefined
}

export async function insertArticle(
  tx: Tx,
  article: Pick<ArticleRow, 'agentId' | 'title' | 'body' | 'source' | 'fileName'> & {
    mediaType: string | null
  },
): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('article')
    .values({ organizationId: tx.organizationId, id, ...article })
    .execute()
  return id
}

export async function updateArticleRow(
  tx: Tx,
  id: string,
  { title, body }: { title: string; body: string },
): Promise<void> {
  await tx.db
    .updateTable('article')
    .set({ title, body, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export async function deleteArticleRow(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('article')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Rewrites an article's passages. Both the language's stems and the words themselves are kept, so that a question in
 * another language finds a word that is spelled alike; "wi-fi" is found as "wifi" too. The title weighs most.
 */
export async function replacePassages(
  tx: Tx,
  article: { id: string; agentId: string; title: string },
  cuts: readonly Cut[],
  dictionary: string,
): Promise<void> {
  await tx.db
    .deleteFrom('passage')
    .where('organizationId', '=', tx.organizationId)
    .where('articleId', '=', article.id)
    .execute()
  const rows = cuts.map((cut, position) => ({ ...cut, id: newId(), position }))
  await sql`
    insert into passage (organization_id, id, article_id, agent_id, position, heading, text, search)
    select ${tx.organizationId}, id, ${article.id}, ${article.agentId}, position, heading, text,
      setweight(to_tsvector(${dictionary}::regconfig, head), 'A') || setweight(to_tsvector('simple', head), 'A') ||
      setweight(to_tsvector(${dictionary}::regconfig, whole), 'B') || setweight(to_tsvector('simple', whole), 'C')
    from json_to_recordset(${json(rows)}::json) as cut (id uuid, position int, heading text, text text)
    cross join lateral (select unaccent(${article.title} || ' ' || heading) as h, unaccent(text) as t) as plain
    cross join lateral (
      select h || ' ' || regexp_replace(h, '(\\w)-(\\w)', '\\1\\2', 'g') as head, t || ' ' || regexp_replace(t, '(\\w)-(\\w)', '\\1\\2', 'g') as whole
    ) as spelled`.execute(tx.db)
}
