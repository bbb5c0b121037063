import { agentOperations as operations } from '@parley/contract/agents.ts'
import type { Database, Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { bindChannel } from './bind-channel.ts'
import { deleteChannelRow, listChannels, listChoices } from './channel-store.ts'
import { findArticle, listArticles } from './knowledge-store.ts'
import { fileLimitBytes, readFile } from './read-file.ts'
import { findAgent } from './store.ts'
import { createArticle, deleteArticle, rewriteArticle } from './write-article.ts'
import { publish } from '#platform/live.ts'

/** How much of an article a list shows. */
const excerptLength = 160

export function knowledgeRoutes(doors: Doors, database: Database) {
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    database.withOrganization(principal.organizationId, act)

  door(
    doors,
    operations.listArticles,
    async ({ principal, params, query }) =>
      await within(principal, async (tx) => {
        if (!(await findAgent(tx, params.agentId))) return refuse('not_found')
        const articles = await listArticles(tx, params.agentId, query.search)
        return {
          items: articles.map(({ body, ...article }) => ({
            ...article,
            excerpt: body.slice(0, excerptLength),
          })),
        }
      }),
  )
  door(
    doors,
    operations.createArticle,
    async ({ principal, params, body }) =>
      (await within(principal, (tx) => createArticle(tx, params.agentId, body))) ?? refuse('not_found'),
  )
  door(doors, operations.uploadArticle, async ({ principal, params, file }) => {
    const content = await file.bytes()
    if (content.length > fileLimitBytes) return refuse('body_too_large', { limit: '5 MB' })
    const read = await readFile(content, file.name)
    if (isRefusal(read)) return read
    const origin = { fileName: file.name, mediaType: read.mediaType }
    return (
      (await within(principal, (tx) => createArticle(tx, params.agentId, read, origin))) ??
      refuse('not_found')
    )
  })
  door(
    doors,
    operations.getArticle,
    async ({ principal, params }) =>
      (await within(principal, (tx) => findArticle(tx, params.articleId))) ?? refuse('not_found'),
  )
  door(
    doors,
    operations.updateArticle,
    async ({ principal, params, body }) =>
      (await within(principal, (tx) => rewriteArticle(tx, params.articleId, body))) ?? refuse('not_found'),
  )
  door(doors, operations.deleteArticle, async ({ principal, params }) =>
    (await within(principal, (tx) => deleteArticle(tx, params.articleId))) ? undefined : refuse('not_found'),
  )
}

export function channelRoutes(doors: Doors, database: Database) {
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    database.withOrganization(principal.organizationId, act)

  door(doors, operations.listChannels, async ({ principal, query }) => ({
    items: await within(principal, (tx) => listChannels(tx, query.agentId ?? null)),
  }))
  door(doors, operations.listChannelChoices, async ({ principal }) => {
    const choices = await within(principal, listChoices)
    return {
      items: choices.map(({ agentId, agentName, status, ...choice }) => ({
        ...choice,
        online: status.startsWith('ONLINE'),
        boundTo: agentId === null ? null : { agentId, agentName: agentName ?? '' },
      })),
    }
  })
  door(
    doors,
    operations.createChannel,
    async ({ principal, body }) => await bindChannel(database, principal.organizationId, body),
  )
  door(
    doors,
    operations.deleteChannel,
    async ({ principal, params }) =>
      await within(principal, async (tx) => {
        if (!(await deleteChannelRow(tx, params.channelId))) return refuse('not_found')
        publish(tx, { topic: 'channel', subjectId: params.channelId })
        return undefined
      }),
  )
}
