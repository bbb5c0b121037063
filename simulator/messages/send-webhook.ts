import type { Message } from '#entities.ts'
import type { WebhookEntry } from '#request-log.ts'
import type { World } from '#world.ts'
import { callWebhook, type WebhookResult } from '#webhooks/call-webhook.ts'

export type WebhookOrder = {
  purpose: WebhookEntry['purpose']
  url: string
  method: string
  message: Pick<Message, 'sid' | 'accountSid' | 'messagingServiceSid'>
  parameters: Record<string, string>
  /** Kept when an event is told again, else a new one is made. */
  token?: string
  fault?: string | null
}

// Twilio: titles of the error log.
const LOG_TITLES: Record<number, string> = {
  11200: 'HTTP retrieval failure',
  11205: 'HTTP connection failure',
  11206: 'HTTP protocol violation',
  11210: 'HTTP bad host name',
  11215: 'HTTP too many redirects',
  11220: 'SSL/TLS handshake error',
  11750: 'TwiML response body too large',
  12100: 'Document parse failure',
  12102: 'Attribute or root element is not valid',
  12300: 'Invalid Content-Type',
  14109: 'Reply limit reached',
  14110: 'Invalid TwiML verb for messages',
  21610: 'Attempt to send to unsubscribed recipient',
}

/** Calls a webhook now, keeps it in the request log, and raises an alert when it failed. Never throws. */
export async function sendWebhook(
  world: World,
  order: WebhookOrder,
): Promise<WebhookResult & { entry: WebhookEntry }> {
  const entry = beginEntry(world, order)
  // Logged before it is sent: a receiver that hangs can be seen hanging.
  world.log.add(entry)
  world.live.changed('request')
  const result = await callWebhook(world.client, {
    ...order,
    authToken: world.store.accounts.get(order.message.accountSid)?.authToken ?? '',
    token: entry.idempotency_token,
    signsPort: world.settings.signsPort,
  })
  entry.signature = result.signature
  entry.attempts = result.attempts
  entry.status = result.answer?.status ?? null
  entry.answer = result.answer?.body.slice(0, 4_000) ?? null
  entry.content_type = result.answer?.contentType ?? null
  entry.error_code = result.errorCode
  if (result.errorCode !== null) raiseAlert(world, result.errorCode, order)
  world.live.changed('request')
  return { ...result, entry }
}

function beginEntry(world: World, order: WebhookOrder): WebhookEntry {
  return {
    id: world.log.nextId(),
    kind: 'webhook',
    at: new Date(world.clock.now()).toISOString(),
    purpose: order.purpose,
    method: order.method,
    url: order.url,
    account_sid: order.message.accountSid,
    message_sid: order.message.sid,
    params: order.parameters,
    idempotency_token: order.token ?? world.ids.uuid(),
    signature: '',
    attempts: [],
    status: null,
    answer: null,
    content_type: null,
    error_code: null,
    fault: order.fault ?? null,
  }
}

/** Writes what went wrong into the account's alerts (Monitor). */
export function raiseAlert(
  world: World,
  code: number,
  order: Pick<WebhookOrder, 'url' | 'method' | 'message'>,
): void {
  world.store.addAlert({
    sid: world.ids.sid('NO'),
    accountSid: order.message.accountSid,
    errorCode: String(code),
    logLevel: code === 14109 ? 'warning' : 'error',
    text: LOG_TITLES[code] ?? `Error ${code}`,
    requestMethod: order.method,
    requestUrl: order.url,
    resourceSid: order.message.sid,
    serviceSid: order.message.messagingServiceSid,
    createdAt: world.clock.now(),
  })
  world.live.changed('alert')
}
