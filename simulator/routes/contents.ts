import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { Content } from '#entities.ts'
import { isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import {
  formatApproval,
  formatApprovalFetch,
  formatContent,
  formatContentAndApproval,
} from '#formatters/content.ts'
import { cutPage, formatMetaPage } from '#formatters/page.ts'
import { newContent } from '#seed.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'
import { issueOf } from './senders.ts'

const Types = z.record(z.string().regex(/^(twilio|whatsapp)\//), z.record(z.string(), z.unknown()))

const Creation = z.object({
  friendly_name: z.string().default(''),
  language: z.string().min(1),
  variables: z.record(z.string(), z.string()).default({}),
  types: Types,
})

const Submission = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
  allow_category_change: z.boolean().default(true),
})

export function serveContents(app: FastifyInstance, world: World): void {
  const serve = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    handle: (call: ApiCall) => Answer | Refusal,
  ) => serveApi(app, world, { product: 'content', method, path, handle })
  for (const version of ['v1', 'v2']) {
    serve('GET', `/${version}/Content`, (call) => listContents(world, call, formatContent))
    serve('GET', `/${version}/ContentAndApprovals`, (call) =>
      listContents(world, call, formatContentAndApproval),
    )
  }
  serve('POST', '/v1/Content', (call) => createContent(world, call))
  serve('GET', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => ({ status: 200, body: formatContent(content, call.base) })),
  )
  serve('PUT', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => updateContent(world, content, call)),
  )
  serve('DELETE', '/v1/Content/:sid', (call) =>
    withContent(world, call, (content) => {
      world.store.contents.delete(content.sid)
      world.live.changed('content')
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

function listContents(
  world: World,
  { account, query, base, path }: ApiCall,
  format: (content: Content, base: string) => unknown,
): Answer | Refusal {
  const own = [...world.store.contents.values()].filter((content) => content.accountSid === account.sid)
  const page = cutPage(own, query, 50, (content) => content.sid)
  if (isRefusal(page)) return page
  return {
    status: 200,
    body: formatMetaPage('contents', base + path, query, page, (content) => format(content, base)),
  }
}

function createContent(world: World, { account, json, base }: ApiCall): Answer | Refusal {
  const wish = Creation.safeParse(json)
  if (!wish.success) return refuseContent(wish.error)
  if (Object.keys(wish.data.types).length === 0) return refuse(92001)
  const content = newContent(world, account.sid, world.ids.sid('HX'), {
    friendlyName: wish.data.friendly_name,
    language: wish.data.language,
    variables: wish.data.variables,
    types: wish.data.types,
  })
  return { status: 201, body: formatContent(content, base) }
}

/** Twilio: 92001 without types, 92003 without language, 92008 for a type it does not know. */
function refuseContent(error: z.ZodError): Refusal {
  const place = error.issues[0]?.path ?? []
  if (place[0] === 'types') return refuse(place.length > 1 ? 92008 : 92001)
  return place[0] === 'language' ? refuse(92003) : refuse(20422, `Invalid Parameter: ${issueOf(error)}`)
}

/** Twilio: a content that was submitted cannot be edited, only copied. */
function updateContent(world: World, content: Content, { json, base }: ApiCall): Answer | Refusal {
  if (content.approval.status !== 'unsubmitted')
    return refuse(20422, 'Submitted templates cannot be edited. Duplicate it instead.')
  const wish = Creation.partial().safeParse(json)
  if (!wish.success) return refuseContent(wish.error)
  content.types = wish.data.types ?? content.types
  content.variables = wish.data.variables ?? content.variables
  content.friendlyName = wish.data.friendly_name ?? content.friendlyName
  content.updatedAt = world.clock.now()
  world.live.changed('content')
  return { status: 200, body: formatContent(content, base) }
}

function submitContent(world: World, content: Content, { json }: ApiCall): Answer | Refusal {
  const wish = Submission.safeParse(json)
  if (!wish.success) return refuse(20422, `Invalid Parameter: ${issueOf(wish.error)}`)
  if (content.approval.status !== 'unsubmitted') return refuse(92009)
  content.approval = {
    ...content.approval,
    name: wish.data.name,
    category: wish.data.category,
    status: 'received',
    allowCategoryChange: wish.data.allow_category_change,
  }
  world.live.changed('content')
  world.clock.after(1_000, () => {
    if (content.approval.status !== 'received') return
    content.approval.status = 'pending'
    world.live.changed('content')
  })
  return { status: 201, body: formatApproval(content.approval) }
}
