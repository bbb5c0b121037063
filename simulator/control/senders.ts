import { z } from 'zod'

import type { Account, Sender, WebhookUrls } from '#entities.ts'
import { formatWebhook } from '#formatters/sender.ts'
import { isWhatsAppAddress, SANDBOX_ADDRESS, toWhatsAppAddress } from '#rules/address.ts'
import { findInboundTarget } from '#rules/webhook-target.ts'
import { newSender } from '#seed.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane, type ControlRefusal } from './control-route.ts'
import { nameOf } from './phone-view.ts'
import { SenderShape, WebhookShape } from './shapes.ts'

const SenderInput = z.object({
  address: z.string().optional().describe('needed when the path has a SID that is not known yet'),
  account_sid: z.string().optional(),
  name: z.string().optional(),
  status: z
    .enum([
      'CREATING',
      'ONLINE',
      'OFFLINE',
      'PENDING_VERIFICATION',
      'VERIFYING',
      'ONLINE:UPDATING',
      'TWILIO_REVIEW',
      'DRAFT',
      'STUBBED',
    ])
    .optional(),
  quality_rating: z.string().optional(),
  messaging_limit: z
    .string()
    .optional()
    .describe(
      'as Twilio words it: "250 Customers/24hr"; beyond it 63018 for people the business writes to first',
    ),
  messages_per_second: z
    .number()
    .positive()
    .max(1_000)
    .optional()
    .describe('what WhatsApp takes from the sender; more fails with 63018. Twilio queues what is above 80'),
  offline_reasons: z
    .array(z.object({ code: z.string(), message: z.string(), more_info: z.string().default('') }))
    .optional(),
  profile: z.record(z.string(), z.unknown()).optional(),
  configuration: z.record(z.string(), z.unknown()).optional(),
  webhook: WebhookShape.partial().optional(),
})

export function serveControlSenders(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/senders',
    summary: 'All senders and each sandbox, with the webhook that really wins',
    query: z.object({ account_sid: z.string().optional() }),
    status: 200,
    answer: z.object({ senders: z.array(SenderShape) }),
    handle: ({ query }) => ({ senders: listSenders(world, query.account_sid) }),
  })
  plane.serve({
    method: 'PUT',
    path: '/senders/{sender}',
    summary: 'Create or change a sender by SID or address; the sandbox number sets the sandbox webhooks',
    body: SenderInput,
    status: 200,
    answer: SenderShape,
    handle: ({ params, body }) => putSender(world, params.sender ?? '', body),
  })
  plane.serve({
    method: 'DELETE',
    path: '/senders/{sender}',
    summary: 'Remove a sender',
    status: 204,
    answer: null,
    handle: ({ params }) => {
      const sender = findSender(world, params.sender ?? '')
      if (!sender) return problem(404, `No sender ${params.sender}.`)
      world.store.deleteSender(sender)
      world.live.changed('sender')
      return null
    },
  })
}

function listSenders(world: World, accountSid: string | undefined): z.infer<typeof SenderShape>[] {
  const accounts = [...world.store.accounts.values()].filter(
    (account) => accountSid === undefined || account.sid === accountSid,
  )
  const senders = [...world.store.senders.values()].filter(
    (sender) => accountSid === undefined || sender.accountSid === accountSid,
  )
  return [
    ...senders.map((sender) => formatOne(world, sender)),
    ...accounts.map((account) => formatSandbox(world, account)),
  ]
}

function formatOne(world: World, sender: Sender): z.infer<typeof SenderShape> {
  const account = world.store.accounts.get(sender.accountSid)!
  const target = findInboundTarget(world.store, sender, account.sandbox.webhook)
  const { service } = target
  return {
    sid: sender.sid,
    address: sender.address,
    name: nameOf(world, sender.address),
    account_sid: sender.accountSid,
    status: sender.status,
    sandbox: false,
    join_code: null,
    webhook: formatWebhook(sender.webhook) as z.infer<typeof WebhookShape>,
    service: service && { sid: service.sid, friendly_name: service.friendlyName },
    effective: {
      decided_by: target.decidedBy,
      url: target.url,
      method: target.method,
      fallback_url: target.fallbackUrl,
    },
    quality_rating: sender.qualityRating,
    messaging_limit: sender.messagingLimit,
    messages_per_second: sender.messagesPerSecond,
    reached: world.store.limits.reachedCount(sender.accountSid, world.clock.now()),
    offline_reasons: sender.offlineReasons,
    profile: sender.profile,
  }
}

export function formatSandbox(world: World, account: Account): z.infer<typeof SenderShape> {
  const { webhook, joinCode } = account.sandbox
  return {
    sid: null,
    address: SANDBOX_ADDRESS,
    name: nameOf(world, SANDBOX_ADDRESS),
    account_sid: account.sid,
    status: 'ONLINE',
    sandbox: true,
    join_code: joinCode,
    webhook: formatWebhook(webhook) as z.infer<typeof WebhookShape>,
    service: null,
    effective: {
      decided_by: 'sandbox',
      url: webhook.callbackUrl,
      method: webhook.callbackMethod,
      fallback_url: webhook.fallbackUrl,
    },
    quality_rating: null,
    messaging_limit: null,
    messages_per_second: null,
    reached: 0,
    offline_reasons: [],
    profile: {},
  }
}

function findSender(world: World, named: string): Sender | undefined {
  return world.store.senders.get(named) ?? world.store.sendersByAddress.get(toWhatsAppAddress(named))
}

function putSender(
  world: World,
  named: string,
  input: z.infer<typeof SenderInput>,
): z.infer<typeof SenderShape> | ControlRefusal {
  const accountSid = input.account_sid ?? world.settings.accountSid
  const account = world.store.accounts.get(accountSid)
  if (!account) return problem(404, `No account ${accountSid}. Add it with POST /simulator/api/accounts.`)
  if (toWhatsAppAddress(named) === SANDBOX_ADDRESS) {
    applyWebhook(account.sandbox.webhook, input.webhook)
    world.live.changed('sender')
    return formatSandbox(world, account)
  }
  const sender = findSender(world, named) ?? createSender(world, named, accountSid, input)
  if ('problem' in sender) return sender
  applyInput(world, sender, input)
  return formatOne(world, sender)
}

function createSender(
  world: World,
  named: string,
  accountSid: string,
  input: z.infer<typeof SenderInput>,
): Sender | ControlRefusal {
  const isSid = /^XE[0-9a-f]{32}$/i.test(named)
  const address = toWhatsAppAddress(isSid ? (input.address ?? '') : named)
  if (!isWhatsAppAddress(address))
    return problem(400, `${address} is no WhatsApp address: write whatsapp:+15550001234.`)
  if (world.store.sendersByAddress.has(address)) return problem(409, `${address} is a sender already.`)
  return newSender(world, accountSid, address, 'ONLINE', isSid ? named : undefined)
}

function applyInput(world: World, sender: Sender, input: z.infer<typeof SenderInput>): void {
  sender.accountSid = input.account_sid ?? sender.accountSid
  sender.status = input.status ?? sender.status
  sender.qualityRating = input.quality_rating ?? sender.qualityRating
  sender.messagesPerSecond = input.messages_per_second ?? sender.messagesPerSecond
  sender.messagingLimit = input.messaging_limit ?? sender.messagingLimit
  sender.offlineReasons = input.offline_reasons ?? sender.offlineReasons
  Object.assign(sender.profile, input.profile, input.name === undefined ? {} : { name: input.name })
  Object.assign(sender.configuration, input.configuration)
  applyWebhook(sender.webhook, input.webhook)
  sender.updatedAt = world.clock.now()
  world.live.changed('sender')
}

/** Sets the URLs that are named; null empties one. */
export function applyWebhook(urls: WebhookUrls, input: z.infer<typeof SenderInput>['webhook']): void {
  if (!input) return
  if (input.callback_url !== undefined) urls.callbackUrl = input.callback_url
  if (input.fallback_url !== undefined) urls.fallbackUrl = input.fallback_url
  if (input.status_callback_url !== undefined) urls.statusCallbackUrl = input.status_callback_url
  urls.callbackMethod = input.callback_method ?? urls.callbackMethod
  urls.fallbackMethod = input.fallback_method ?? urls.fallbackMethod
  urls.statusCallbackMethod = input.status_callback_method ?? urls.statusCallbackMethod
}
