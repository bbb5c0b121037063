import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { Sender } from '#entities.ts'
import { isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import { cutPage, formatMetaPage } from '#formatters/page.ts'
import { formatSender } from '#formatters/sender.ts'
import { isWhatsAppAddress } from '#rules/address.ts'
import { newSender } from '#seed.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'

const ROOT = '/v2/Channels/Senders'

const Webhook = z
  .object({
    callback_url: z.string().nullish(),
    callback_method: z.enum(['POST', 'PUT']).nullish(),
    fallback_url: z.string().nullish(),
    fallback_method: z.enum(['POST', 'PUT']).nullish(),
    status_callback_url: z.string().nullish(),
    status_callback_method: z.enum(['POST', 'PUT']).nullish(),
  })
  .strict()

const Change = z.object({
  configuration: z.record(z.string(), z.unknown()).nullish(),
  webhook: Webhook.nullish(),
  profile: z.record(z.string(), z.unknown()).nullish(),
})

const Creation = Change.extend({ sender_id: z.string().refine(isWhatsAppAddress) })

export function serveSenders(app: FastifyInstance, world: World): void {
  const serve = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    handle: (call: ApiCall) => Answer | Refusal,
  ) => serveApi(app, world, { product: 'messaging', method, path, handle })
  serve('GET', ROOT, (call) => listSenders(world, call))
  serve('POST', ROOT, (call) => createSender(world, call))
  serve('GET', `${ROOT}/:sid`, (call) =>
    withSender(world, call, (sender) => ({ status: 200, body: formatSender(sender, call.base) })),
  )
  serve('POST', `${ROOT}/:sid`, (call) =>
    withSender(world, call, (sender) => updateSender(world, sender, call)),
  )
  serve('DELETE', `${ROOT}/:sid`, (call) =>
    withSender(world, call, (sender) => {
      world.store.deleteSender(sender)
      world.live.changed('sender')
      return { status: 204 }
    }),
  )
}

function withSender(
  world: World,
  { account, params, path }: ApiCall,
  use: (sender: Sender) => Answer | Refusal,
): Answer | Refusal {
  const sender = world.store.senders.get(params.sid ?? '')
  return sender?.accountSid === account.sid ? use(sender) : notFound(path)
}

/** Twilio: `Channel` is required; 20 WhatsApp senders stand on a page. */
function listSenders(world: World, { account, query, base, path }: ApiCall): Answer | Refusal {
  const channel = query.get('Channel')
  if (channel === null) return refuse(20422, "'Channel' parameter is required")
  const own = [...world.store.senders.values()].filter((sender) => sender.accountSid === account.sid)
  const page = cutPage(channel === 'whatsapp' ? own : [], query, 20, (sender) => sender.sid)
  if (isRefusal(page)) return page
  const body = formatMetaPage('senders', base + path, query, page, (sender) => formatSender(sender, base))
  return { status: 200, body }
}

function createSender(world: World, { account, json, base }: ApiCall): Answer | Refusal {
  const wish = Creation.safeParse(json)
  if (!wish.success) return refuse(20422, `Invalid Parameter: ${issueOf(wish.error)}`)
  if (world.store.sendersByAddress.has(wish.data.sender_id))
    return refuse(20422, 'The sender is registered already')
  const sender = newSender(world, account.sid, wish.data.sender_id, 'CREATING')
  applyChange(world, sender, wish.data)
  world.clock.after(1_000, () => setOnline(world, sender))
  return { status: 202, body: formatSender(sender, base) }
}

function setOnline(world: World, sender: Sender): void {
  if (sender.status !== 'CREATING' && sender.status !== 'VERIFYING') return
  sender.status = 'ONLINE'
  world.live.changed('sender')
}

/** Twilio: a change is taken with 202, and the sender shows as updating in that answer. */
function updateSender(world: World, sender: Sender, { json, base }: ApiCall): Answer | Refusal {
  const change = Change.safeParse(json)
  if (!change.success) return refuse(20422, `Invalid Parameter: ${issueOf(change.error)}`)
  applyChange(world, sender, change.data)
  if (change.data.configuration?.verification_code && sender.status === 'PENDING_VERIFICATION') {
    sender.status = 'VERIFYING'
    world.clock.after(1_000, () => setOnline(world, sender))
  }
  const status = sender.status === 'ONLINE' ? 'ONLINE:UPDATING' : sender.status
  return { status: 202, body: { ...formatSender(sender, base), status } }
}

function applyChange(world: World, sender: Sender, change: z.infer<typeof Change>): void {
  Object.assign(sender.profile, change.profile)
  Object.assign(sender.configuration, change.configuration)
  const { webhook } = change
  if (webhook) {
    const urls = sender.webhook
    if (webhook.callback_url !== undefined) urls.callbackUrl = webhook.callback_url || null
    if (webhook.fallback_url !== undefined) urls.fallbackUrl = webhook.fallback_url || null
    if (webhook.status_callback_url !== undefined)
      urls.statusCallbackUrl = webhook.status_callback_url || null
    urls.callbackMethod = webhook.callback_method ?? urls.callbackMethod
    urls.fallbackMethod = webhook.fallback_method ?? urls.fallbackMethod
    urls.statusCallbackMethod = webhook.status_callback_method ?? urls.statusCallbackMethod
  }
  sender.updatedAt = world.clock.now()
  world.live.changed('sender')
}

/** The first thing that is wrong with a body, with its place. */
export function issueOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'body'
}
