import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { cutPassages } from './cut-passages.ts'
import { dictionaryOf } from './language.ts'
import {
  deleteArticleRow,
  findArticle,
  insertArticle,
  listArticles,
  replacePassages,
  updateArticleRow,
} from './knowledge-store.ts'
import { findAgent } from './store.ts'

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
) {
  const agent = await findAgent(tx, agentId)
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
  await publish(tx, { topic: 'agent', subjectId: agentId })
  return await findArticle(tx, id)
}

/** Rewrites an article; from now on answers rest on the new text. Undefined when there is none. */
export async function rewriteArticle(tx: Tx, id: string, { title, body }: ArticleText) {
  const article = await findArticle(tx, id)
  const agent = article && (await findAgent(tx, article.agentId))
  if (!article || !agent) return undefined
  await updateArticleRow(tx, id, { title, body })
  await replacePassages(tx, { id, agentId: agent.id, title }, cutPassages(body), dictionaryOf(agent.language))
  await publish(tx, { topic: 'agent', subjectId: agent.id })
  return await findArticle(tx, id)
}

export async function deleteArticle(tx: Tx, id: string): Promise<boolean> {
  const article = await findArticle(tx, id)
  if (!article || !(await deleteArticleRow(tx, id))) return false
  await publish(tx, { topic: 'agent', subjectId: article.agentId })
  return true
}

/** Cuts everything an agent knows anew: its language has changed, and with it the dictionary. */
export async function recutKnowledge(tx: Tx, agentId: string, language: string): Promise<void> {
  for (const article of await listArticles(tx, agentId, undefined)) {
    await replacePassages(tx, article, cutPassages(article.body), dictionaryOf(language))
  }
}
