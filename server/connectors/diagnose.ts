import { sameEndpoint } from '#twilio/connection-overrides.ts'
import { explainSenderStatus } from '#twilio/sender-status.ts'
import type { TwilioSender } from '#twilio/senders.ts'
import type { Pool } from './read-pools.ts'
import type { Finding, WebhookState } from './sender.ts'
import type { WebhookUrls } from './webhook-url.ts'

/** What the doctor looks at: the sender as Twilio tells it, the service it is in, and our addresses. */
export interface Examination {
  sender: TwilioSender
  pool: Pool | null
  urls: WebhookUrls
  /** Was this URL ours before it was replaced? */
  isOldUrl: (url: string) => boolean
  receiveInbound: boolean
}

export interface Diagnosis {
  findings: Finding[]
  webhookState: WebhookState
  /** Where this sender's messages really go; null: nowhere. */
  receivingUrl: string | null
  /** Does the sender itself have all three of our addresses? Null: Twilio could not be asked. */
  hasOurs: boolean | null
}

const finding = (
  code: Finding['code'],
  severity: Finding['severity'],
  repairable: boolean,
  facts: Record<string, string> = {},
): Finding => ({ code, severity, repairable, facts })

/**
 * Says who really receives a sender's messages, and what is wrong. Twilio: a Messaging Service's own webhook wins over the
 * sender's, unless the service is told to use the sender's; a service without any drops messages without a trace.
 */
export function diagnose(examined: Examination): Diagnosis {
  const { pool, sender, urls, receiveInbound } = examined
  const overriding = pool !== null && !pool.service.usesSenderWebhook ? pool : null
  const findings = [
    ...(overriding ? poolFindings(overriding, urls) : senderFindings(examined)),
    ...statusFindings(examined),
    ...healthFindings(sender),
    ...(receiveInbound ? [] : [finding('receiving_off', 'warning', false)]),
  ]
  return {
    findings,
    webhookState: stateOf(findings),
    receivingUrl: overriding ? overriding.service.inboundUrl : sender.webhook.callbackUrl,
    hasOurs: senderFindings(examined).length === 0 && statusFindings(examined).length === 0,
  }
}

function poolFindings({ service, others }: Pool, urls: WebhookUrls): Finding[] {
  const found = inboundOf(service, urls)
  if (found === null) return []
  if (others.length === 0) return [found]
  // Mending the service changes where its other numbers' messages go: that is said before anyone clicks.
  const numbers = others.map((address) => address.replace('whatsapp:', '')).join(', ')
  return [found, finding('service_shared', 'warning', false, { service: service.name, numbers })]
}

function inboundOf({ name, sid, inboundUrl, inboundMethod }: Pool['service'], urls: WebhookUrls) {
  const facts = { service: name, sid }
  if (inboundUrl === null) return finding('service_drops_inbound', 'error', true, facts)
  if (!sameEndpoint(inboundUrl, urls.callbackUrl))
    return finding('service_overrides', 'error', true, { ...facts, url: hostOf(inboundUrl) })
  if (inboundMethod === null || inboundMethod === 'POST') return null
  return finding('webhook_wrong_method', 'error', true, { ...facts, method: inboundMethod })
}

function senderFindings({ sender, urls, isOldUrl }: Examination): Finding[] {
  const { callbackUrl, callbackMethod, fallbackUrl } = sender.webhook
  if (callbackUrl === null) return [finding('webhook_missing', 'error', true)]
  if (!sameEndpoint(callbackUrl, urls.callbackUrl)) {
    const code = isOldUrl(callbackUrl) ? 'webhook_old_url' : 'webhook_foreign'
    return [finding(code, 'error', true, { url: hostOf(callbackUrl) })]
  }
  const found: Finding[] = []
  if (callbackMethod !== null && callbackMethod !== 'POST') {
    found.push(finding('webhook_wrong_method', 'error', true, { method: callbackMethod }))
  }
  if (!sameEndpoint(fallbackUrl, urls.fallbackUrl)) found.push(finding('fallback_missing', 'warning', true))
  return found
}

/** Each message carries its own status URL, so this one is a safety net. */
function statusFindings({ sender, urls }: Examination): Finding[] {
  const { statusCallbackUrl } = sender.webhook
  if (statusCallbackUrl === null) return [finding('status_url_missing', 'warning', true)]
  if (sameEndpoint(statusCallbackUrl, urls.statusCallbackUrl)) return []
  return [finding('status_url_foreign', 'warning', true, { url: hostOf(statusCallbackUrl) })]
}

function healthFindings(sender: TwilioSender): Finding[] {
  if (explainSenderStatus(sender.status).online) return []
  const reasons = sender.offlineReasons.map(({ code, message }) => `${code}: ${message}`).join('; ')
  return [finding('sender_offline', 'error', false, { status: sender.status, reasons })]
}

function stateOf(findings: readonly Finding[]): WebhookState {
  const has = (...codes: Finding['code'][]) => findings.some(({ code }) => codes.includes(code))
  if (has('service_overrides', 'service_drops_inbound')) return 'overridden'
  if (has('webhook_missing', 'webhook_old_url')) return 'not_set'
  if (has('webhook_foreign')) return 'foreign'
  if (has('webhook_wrong_method')) return 'wrong_method'
  return 'configured'
}

/** Told about the connector as a whole, once, rather than about each of its senders. */
const ofTheConnector: readonly Finding['code'][] = ['token_invalid', 'twilio_unreachable']

/** The errors that were not there at the last look: what administrators are told. */
export function newErrors(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  return after.filter(
    ({ code, severity }) =>
      severity === 'error' && !ofTheConnector.includes(code) && !before.some((known) => known.code === code),
  )
}

/** Another's URL may hold their secret: only its host is shown. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url.slice(0, 80))
