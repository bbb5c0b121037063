import { readInbound, type InboundMessage } from './inbound-message.ts'
import { firstValue, type FormParameters } from './parse-form.ts'
import { readStatus, type StatusReport } from './status-report.ts'

/** A webhook that lacks what every one has. It is kept and shown, and can be read again by a later version. */
export interface UnreadableWebhook {
  event: 'unreadable'
  missing: string[]
}

export type WebhookEvent = InboundMessage | StatusReport | UnreadableWebhook

/**
 * Reads what Twilio posts to us: an inbound message (also when it comes to the fallback URL) or a status report. Never
 * throws; parameters and kinds that are new to us are kept.
 */
export function parseWebhook(parameters: FormParameters): WebhookEvent {
  const messageSid = messageSidOf(parameters)
  const status = statusOf(parameters)
  if (messageSid && status) return readStatus(parameters, messageSid, status)
  const missing = ['From', 'To'].filter((name) => !firstValue(parameters, name))
  if (!messageSid) missing.unshift('MessageSid')
  return messageSid && missing.length === 0
    ? readInbound(parameters, messageSid)
    : { event: 'unreadable', missing }
}

/** The sid of the message a webhook is about; null when there is none that could be Twilio's. */
export function messageSidOf(parameters: FormParameters): string | null {
  for (const name of ['MessageSid', 'SmsMessageSid', 'SmsSid']) {
    const sid = firstValue(parameters, name)
    if (sid && isMessageSid(sid)) return sid
  }
  return null
}

/** Twilio: SM or MM and 32 hexadecimal digits; the prefix does not tell whether there is media. */
export function isMessageSid(sid: string): boolean {
  return /^(SM|MM)[0-9a-fA-F]{32}$/.test(sid)
}

// An inbound message carries SmsStatus=received and never a MessageStatus of its own; older reports had only SmsStatus.
function statusOf(parameters: FormParameters): string | null {
  const status = firstValue(parameters, 'MessageStatus') ?? firstValue(parameters, 'SmsStatus')
  return status && !['received', 'receiving'].includes(status.toLowerCase()) ? status : null
}
