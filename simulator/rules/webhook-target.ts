import type { Message, MessagingService, Sender, WebhookUrls } from '#entities.ts'
import type { Store } from '#store.ts'
import { SANDBOX_ADDRESS } from './address.ts'

/** Which URL an inbound message is sent to, and who decided it. */
export type InboundTarget = {
  decidedBy: 'sender' | 'service' | 'sandbox'
  service: MessagingService | null
  url: string | null
  method: string
  fallbackUrl: string | null
  fallbackMethod: string
}

/**
 * Twilio: a sender in a Messaging Service is answered by the service's URL, unless the service says to use the
 * sender's own; a service without URL drops the message. The sandbox has its own settings.
 */
export function findInboundTarget(store: Store, sender: Sender | null, sandbox: WebhookUrls): InboundTarget {
  if (sender === null) return fromUrls('sandbox', null, sandbox)
  const service = store.serviceOf(sender.sid) ?? null
  if (service === null || service.useInboundWebhookOnNumber)
    return fromUrls('sender', service, sender.webhook)
  return {
    decidedBy: 'service',
    service,
    url: service.inboundRequestUrl,
    method: service.inboundMethod,
    fallbackUrl: service.fallbackUrl,
    fallbackMethod: service.fallbackMethod,
  }
}

function fromUrls(
  decidedBy: 'sender' | 'sandbox',
  service: MessagingService | null,
  urls: WebhookUrls,
): InboundTarget {
  return {
    decidedBy,
    service,
    url: urls.callbackUrl,
    method: urls.callbackMethod,
    fallbackUrl: urls.fallbackUrl,
    fallbackMethod: urls.fallbackMethod,
  }
}

/** Twilio: the message's own StatusCallback, else the Messaging Service's, else the sender's. */
export function findStatusCallback(store: Store, message: Message): string | null {
  if (message.statusCallback) return message.statusCallback
  const service = message.messagingServiceSid && store.services.get(message.messagingServiceSid)
  if (service && service.statusCallback) return service.statusCallback
  if (message.from === SANDBOX_ADDRESS)
    return store.accounts.get(message.accountSid)?.sandbox.webhook.statusCallbackUrl ?? null
  const sender = message.from === null ? undefined : store.sendersByAddress.get(message.from)
  return sender?.webhook.statusCallbackUrl ?? null
}
