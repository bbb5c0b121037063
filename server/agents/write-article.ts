import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { cutPassages } from './cut-passages.ts'
import { dictionaryOf } from './language.ts'
import {
  deleteArticleRow,
  findArticle,
  findKeeper,
  insertArticle,
  type KeeperKind,
  listArticles,
  replacePassages,
  updateArticleRow,
} from './knowledge-store.ts'

export interface ArticleText {
  title: string
  body: string
}

/** Adds an article to what an agent knows. Undefined when there is no such agent. */
export async function createArticle(
  tx: Tx,
  agentId: string,
  { title, body }: ArticleText,
  file: { fileName: string; mediaType: string } | null = null,
  kind: KeeperKind = 'answering',
) {
  const agent = await findKeeper(tx, agentId, kind)
  if (!agent) return undefined
  const source = file ? ('file' as const) : ('editor' as const)
  const id = await insertArticle(tx, {
    agentId,
    title,
    body,
    source,
    fileName: file?.fileName ?? null,
    mediaType: file?.mediaType ?? null,
  })
  await replacePassages(tx, { id, agentId, title }, cutPassages(body), dictionaryOf(agent.language))
  publish(tx, { topic: 'agent', subjectId: agentId })
  return await findArticle(tx, id, kind)
}

/** Rewrites an article; from now on answers rest on the new text. Undefined when there is none. */
export async function rewriteArticle(
  tx: Tx,
  id: string,
  { title, body }: ArticleText,
  kind: KeeperKind = 'answering',
) {
  const article = await findArticle(tx, id, kind)
  const agent = article && (await findKeeper(tx, article.agentId, kind))
  if (!article || !agent) return undefined
  await updateArticleRow(tx, id, { title, body })
  await replacePassages(tx, { id, agentId: agent.id, title }, cutPassages(body), dictionaryOf(agent.language))
  publish(tx, { topic: 'agent', subjectId: agent.id })
  return await findArticle(tx, id, kind)
}

export async function deleteArticle(tx: Tx, id: string, kind: KeeperKind = 'answering'): Promise<boolean> {
  const article = await findArticle(tx, id, kind)
  if (!article || !(await deleteArticleRow(tx, id))) return false
  publish(tx, { topic: 'agent', subjectId: article.agentId })
  return true
}

/** Cuts everything an agent knows anew: its language has changed, and with it the dictionary. */
export async function recutKnowledge(tx: Tx, agentId: string, language: string): Promise<void> {
  for (const article of await listArticles(tx, agentId, undefined)) {
    await replacePassages(tx, article, cutPassages(article.body), dictionaryOf(language))
  }
}
