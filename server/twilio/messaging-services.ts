import type { ServiceInstance } from 'twilio/lib/rest/messaging/v1/service.js'
import type { AskTwilio } from './library.ts'
import { readAll, readPages } from './pages.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

/** A pool of senders with settings of its own, which may take over the inbound traffic of its senders. */
export interface MessagingService {
  /** `MG…` */
  sid: string
  name: string
  /** Twilio: null here means that inbound messages are dropped, unless the senders' own webhooks are used. */
  inboundUrl: string | null
  inboundMethod: string | null
  fallbackUrl: string | null
  statusCallback: string | null
  /** True: each sender's own webhook is called, and the service does not interfere. */
  usesSenderWebhook: boolean
}

/** A sender in a service's pool. */
export interface PooledSender {
  sid: string
  /** `whatsapp:+…` for WhatsApp; other channels have other forms. */
  address: string
  /** `WhatsApp`, …; an open list. */
  type: string
}

/** Every Messaging Service of the account. */
export function listMessagingServices(ask: AskTwilio): Promise<MessagingService[] | TwilioRefusal> {
  const pages = readPages(ask, (library) => library.messaging.v1.services.page({ pageSize: 100 }))
  return readAll(pages, asService)
}

/** One service; `not_found` when it was deleted or belongs to another account. */
export async function fetchMessagingService(
  ask: AskTwilio,
  sid: string,
): Promise<MessagingService | TwilioRefusal> {
  const found = await ask((library) => library.messaging.v1.services(sid).fetch())
  return isTwilioRefusal(found) ? found : asService(found)
}

const asService = (service: ServiceInstance): MessagingService => ({
  sid: service.sid,
  name: service.friendlyName,
  inboundUrl: service.inboundRequestUrl || null,
  inboundMethod: service.inboundMethod || null,
  fallbackUrl: service.fallbackUrl || null,
  statusCallback: service.statusCallback || null,
  usesSenderWebhook: Boolean(service.useInboundWebhookOnNumber),
})

/** The senders in a service's pool. */
export function listChannelSenders(
  ask: AskTwilio,
  serviceSid: string,
): Promise<PooledSender[] | TwilioRefusal> {
  const pages = readPages(ask, (library) =>
    library.messaging.v1.services(serviceSid).channelSenders.page({ pageSize: 100 }),
  )
  return readAll(pages, ({ sid, sender, senderType }) => ({ sid, address: sender, type: senderType }))
}

/** Lets the service call each sender's own webhook instead of its own. */
export async function useSenderWebhooks(ask: AskTwilio, serviceSid: string): Promise<null | TwilioRefusal> {
  const answer = await ask((library) =>
    library.messaging.v1.services(serviceSid).update({ useInboundWebhookOnNumber: true }),
  )
  return isTwilioRefusal(answer) ? answer : null
}
