import type { FastifyInstance } from 'fastify'

import type { MessagingService } from '#entities.ts'
import { isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import { formatChannelSender, formatService } from '#formatters/messaging-service.ts'
import { cutPage, formatMetaPage } from '#formatters/page.ts'
import { newService } from '#seed.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'

const ROOT = '/v1/Services'

export function serveMessagingServices(app: FastifyInstance, world: World): void {
  const serve = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    handle: (call: ApiCall) => Answer | Refusal,
  ) => serveApi(app, world, { product: 'messaging', method, path, handle })
  serve('GET', ROOT, (call) => listServices(world, call))
  serve('POST', ROOT, (call) => createService(world, call))
  serve('GET', `${ROOT}/:sid`, (call) =>
    withService(world, call, (service) => ({ status: 200, body: formatService(service, call.base) })),
  )
  serve('POST', `${ROOT}/:sid`, (call) =>
    withService(world, call, (service) => {
      applyForm(world, service, call.form)
      return { status: 200, body: formatService(service, call.base) }
    }),
  )
  serve('DELETE', `${ROOT}/:sid`, (call) =>
    withService(world, call, (service) => {
      world.store.services.delete(service.sid)
      world.live.changed('service')
      return { status: 204 }
    }),
  )
  serve('GET', `${ROOT}/:sid/ChannelSenders`, (call) =>
    withService(world, call, (service) => listChannelSenders(world, service, call)),
  )
  serve('POST', `${ROOT}/:sid/ChannelSenders`, (call) =>
    withService(world, call, (service) => addChannelSender(world, service, call)),
  )
  serve('DELETE', `${ROOT}/:sid/ChannelSenders/:sender`, (call) =>
    withService(world, call, (service) => {
      if (!service.senderSids.includes(call.params.sender ?? '')) return notFound(call.path)
      service.senderSids = service.senderSids.filter((sid) => sid !== call.params.sender)
      world.live.changed('service')
      return { status: 204 }
    }),
  )
}

function withService(
  world: World,
  { account, params, path }: ApiCall,
  use: (service: MessagingService) => Answer | Refusal,
): Answer | Refusal {
  const service = world.store.services.get(params.sid ?? '')
  return service?.accountSid === account.sid ? use(service) : notFound(path)
}

function listServices(world: World, { account, query, base, path }: ApiCall): Answer | Refusal {
  const own = [...world.store.services.values()].filter((service) => service.accountSid === account.sid)
  const page = cutPage(own, query, 50, (service) => service.sid)
  if (isRefusal(page)) return page
  const body = formatMetaPage('services', base + path, query, page, (service) => formatService(service, base))
  return { status: 200, body }
}

function createService(world: World, { account, form, base }: ApiCall): Answer | Refusal {
  const name = form.get('FriendlyName')
  if (!name || name.length > 64) return refuse(20422, 'FriendlyName is required, 64 characters at most')
  const service = newService(world, account.sid, world.ids.sid('MG'))
  applyForm(world, service, form)
  return { status: 201, body: formatService(service, base) }
}

function applyForm(world: World, service: MessagingService, form: URLSearchParams): void {
  const url = (name: string, current: string | null) => (form.has(name) ? form.get(name) || null : current)
  service.friendlyName = form.get('FriendlyName') ?? service.friendlyName
  service.inboundRequestUrl = url('InboundRequestUrl', service.inboundRequestUrl)
  service.inboundMethod = form.get('InboundMethod') ?? service.inboundMethod
  service.fallbackUrl = url('FallbackUrl', service.fallbackUrl)
  service.fallbackMethod = form.get('FallbackMethod') ?? service.fallbackMethod
  service.statusCallback = url('StatusCallback', service.statusCallback)
  service.stickySender = flag(form, 'StickySender', service.stickySender)
  service.useInboundWebhookOnNumber = flag(
    form,
    'UseInboundWebhookOnNumber',
    service.useInboundWebhookOnNumber,
  )
  service.validityPeriod = Number(form.get('ValidityPeriod') ?? service.validityPeriod)
  service.usecase = form.get('Usecase') ?? service.usecase
  service.updatedAt = world.clock.now()
  world.live.changed('service')
}

function flag(form: URLSearchParams, name: string, current: boolean): boolean {
  return form.has(name) ? form.get(name) === 'true' : current
}

function listChannelSenders(
  world: World,
  service: MessagingService,
  { query, base, path }: ApiCall,
): Answer | Refusal {
  const senders = service.senderSids.flatMap((sid) => world.store.senders.get(sid) ?? [])
  const page = cutPage(senders, query, 20, (sender) => sender.sid)
  if (isRefusal(page)) return page
  const body = formatMetaPage('senders', base + path, query, page, (sender) =>
    formatChannelSender(service, sender, base),
  )
  return { status: 200, body }
}

function addChannelSender(world: World, service: MessagingService, call: ApiCall): Answer | Refusal {
  const sender = world.store.senders.get(call.form.get('Sid') ?? '')
  if (sender?.accountSid !== call.account.sid) return notFound(call.path)
  const holder = world.store.serviceOf(sender.sid)
  if (holder) return refuse(holder === service ? 21710 : 21712)
  service.senderSids.push(sender.sid)
  world.live.changed('service')
  return { status: 201, body: formatChannelSender(service, sender, call.base) }
}
