import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { Content } from '#entities.ts'
import { isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import {
  formatApproval,
  formatApprovalFetch,
  formatContent,
  formatContentAndApproval,
  formatLegacyContent,
} from '#formatters/content.ts'
import { cutPage, formatMetaPage } from '#formatters/page.ts'
import { readContentRequest } from '#rules/content-request.ts'
import { searchContents } from '#rules/content-search.ts'
import { newContent } from '#seed.ts'
import { forgetTemplate } from '#templates/review-template.ts'
import { submitTemplate } from '#templates/submit-template.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'
import { issueOf } from './senders.ts'

const Submission = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
  allow_category_change: z.boolean().default(true),
})

type Format = (content: Content, base: string) => unknown

export function serveContents(app: FastifyInstance, world: World): void {
  const serve = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    handle: (call: ApiCall) => Answer | Refusal,
  ) => serveApi(app, world, { product: 'content', method, path, handle })
  const list = (path: string, format: Format, keep: (content: Content) => boolean = () => true) =>
    serve('GET', path, (call) => pageOf(ownContents(world, call).filter(keep), call, format))
  const search = (path: string, format: Format) =>
    serve('GET', path, (call) => {
      const found = searchContents(ownContents(world, call), call.query)
      return isRefusal(found) ? found : pageOf(found, call, format)
    })
  list('/v1/Content', formatContent)
  list('/v1/ContentAndApprovals', formatContentAndApproval)
  list('/v1/LegacyContent', formatLegacyContent, (content) => content.legacy !== null)
  search('/v2/Content', formatContent)
  search('/v2/ContentAndApprovals', formatContentAndApproval)
  serve('POST', '/v1/Content', (call) => createContent(world, call))
  serve('GET', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => ({ status: 200, body: formatContent(content, call.base) })),
  )
  serve('PUT', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => updateContent(world, content, call)),
  )
  serve('DELETE', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => {
      forgetTemplate(world, content)
      return { status: 204 }
    }),
  )
  serve('GET', '/v1/Content/:sid/ApprovalRequests', (call) =>
    withContent(world, call, (content) => ({ status: 200, body: formatApprovalFetch(content, call.base) })),
  )
  serve('POST', '/v1/Content/:sid/ApprovalRequests/whatsapp', (call) =>
    withContent(world, call, (content) => submitContent(world, content, call)),
  )
}

function withContent(
  world: World,
  { account, params, path }: ApiCall,
  use: (content: Content) => Answer | Refusal,
): Answer | Refusal {
  const content = world.store.contents.get(params.sid ?? '')
  return content?.accountSid === account.sid ? use(content) : notFound(path)
}

function ownContents(world: World, { account }: ApiCall): Content[] {
  return [...world.store.contents.values()].filter((content) => content.accountSid === account.sid)
}

function pageOf(rows: readonly Content[], { query, base, path }: ApiCall, format: Format): Answer | Refusal {
  const page = cutPage(rows, query, 50, (content) => content.sid)
  if (isRefusal(page)) return page
  const body = formatMetaPage('contents', base + path, query, page, (content) => format(content, base))
  return { status: 200, body }
}

function createContent(world: World, { account, json, base }: ApiCall): Answer | Refusal {
  const wish = readContentRequest(json, null)
  if (isRefusal(wish)) return wish
  const content = newContent(world, account.sid, world.ids.sid('HX'), wish)
  return { status: 201, body: formatContent(content, base) }
}

/** Twilio: a content that was submitted cannot be edited, only copied. */
function updateContent(world: World, content: Content, { json, base }: ApiCall): Answer | Refusal {
  if (content.approval.status !== 'unsubmitted')
    return refuse(20422, 'Submitted templates cannot be edited. Duplicate it instead.')
  const wish = readContentRequest(json, content)
  if (isRefusal(wish)) return wish
  Object.assign(content, wish)
  content.updatedAt = world.clock.now()
  world.live.changed('content')
  return { status: 200, body: formatContent(content, base) }
}

function submitContent(world: World, content: Content, { json }: ApiCall): Answer | Refusal {
  const wish = Submission.safeParse(json)
  if (!wish.success) return refuse(20422, `Invalid Parameter: ${issueOf(wish.error)}`)
  const { name, category, allow_category_change: allowCategoryChange } = wish.data
  const refused = submitTemplate(world, content, { name, category, allowCategoryChange })
  return refused ?? { status: 201, body: formatApproval(content.approval) }
}
