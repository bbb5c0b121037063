import { z } from 'zod'

import { formatService } from '#formatters/messaging-service.ts'
import { toWhatsAppAddress } from '#rules/address.ts'
import { newService } from '#seed.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'

const ServiceShape = z.looseObject({
  sid: z.string(),
  senders: z.array(z.string()),
  advanced_opt_out: z.boolean(),
})

const ServiceInput = z.object({
  account_sid: z.string().optional(),
  friendly_name: z.string().optional(),
  inbound_request_url: z.string().nullish(),
  fallback_url: z.string().nullish(),
  status_callback: z.string().nullish(),
  use_inbound_webhook_on_number: z.boolean().optional(),
  sticky_sender: z.boolean().optional(),
  advanced_opt_out: z.boolean().optional().describe('Twilio takes STOP, START and HELP itself'),
  senders: z.array(z.string()).optional().describe('SIDs or addresses; they leave any other service'),
})

export function serveControlServices(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/services',
    summary: 'All Messaging Services with their senders',
    status: 200,
    answer: z.object({ services: z.array(ServiceShape) }),
    handle: () => ({ services: [...world.store.services.keys()].map((sid) => format(world, sid)) }),
  })
  plane.serve({
    method: 'PUT',
    path: '/services/{sid}',
    summary: 'Create or change a Messaging Service',
    body: ServiceInput,
    status: 200,
    answer: ServiceShape,
    handle: ({ params, body }) => putService(world, params.sid ?? '', body),
  })
}

function putService(world: World, sid: string, input: z.infer<typeof ServiceInput>) {
  if (!/^MG[0-9a-fA-F]{32}$/.test(sid))
    return problem(400, `${sid} is no service SID: MG and 32 hexadecimal digits.`)
  const wanted = (input.senders ?? []).map(
    (named) => world.store.senders.get(named) ?? world.store.sendersByAddress.get(toWhatsAppAddress(named)),
  )
  if (wanted.includes(undefined))
    return problem(404, 'One of the senders is not known. PUT it under /senders first.')
  const service =
    world.store.services.get(sid) ?? newService(world, input.account_sid ?? world.settings.accountSid, sid)
  if (input.senders) {
    const sids = wanted.map((sender) => sender!.sid)
    for (const other of world.store.services.values())
      other.senderSids = other.senderSids.filter((one) => !sids.includes(one))
    service.senderSids = sids
  }
  service.friendlyName = input.friendly_name ?? service.friendlyName
  if (input.inbound_request_url !== undefined) service.inboundRequestUrl = input.inbound_request_url
  if (input.fallback_url !== undefined) service.fallbackUrl = input.fallback_url
  if (input.status_callback !== undefined) service.statusCallback = input.status_callback
  service.useInboundWebhookOnNumber = input.use_inbound_webhook_on_number ?? service.useInboundWebhookOnNumber
  service.stickySender = input.sticky_sender ?? service.stickySender
  service.advancedOptOut = input.advanced_opt_out ?? service.advancedOptOut
  service.updatedAt = world.clock.now()
  world.live.changed('service')
  return format(world, sid)
}

function format(world: World, sid: string): z.infer<typeof ServiceShape> {
  const service = world.store.services.get(sid)!
  const senders = service.senderSids.map((one) => world.store.senders.get(one)?.address ?? one)
  return {
    ...formatService(service, world.settings.publicUrl),
    sid,
    senders,
    advanced_opt_out: service.advancedOptOut,
  }
}
