import type { Media, Message } from '#entities.ts'
import { titleOf } from '#errors.ts'
import { rfc2822 } from './dates.ts'

const DELIVERED = new Set(['delivered', 'read', 'received'])

/** Twilio: the twenty keys of a Message; numbers of segments and media are texts. */
export function formatMessage(message: Message): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`
  const pooled = message.messagingServiceSid !== null && message.from === null
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : titleOf(message.errorCode),
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(Math.max(message.media.length, message.mediaUrls.length)),
    num_segments: pooled || message.status === 'scheduled' ? '0' : '1',
    price: DELIVERED.has(message.status) ? '-0.00500' : null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
    to: message.to,
    uri: `${uri}.json`,
  }
}

export function formatMedia(media: Media): Record<string, unknown> {
  return {
    account_sid: media.accountSid,
    content_type: media.contentType,
    date_created: rfc2822(media.createdAt),
    date_updated: rfc2822(media.createdAt),
    parent_sid: media.messageSid,
    sid: media.sid,
    uri: `/2010-04-01/Accounts/${media.accountSid}/Messages/${media.messageSid}/Media/${media.sid}.json`,
  }
}

export function formatFeedback(message: Message): Record<string, unknown> {
  return {
    account_sid: message.accountSid,
    date_created: rfc2822(message.updatedAt),
    date_updated: rfc2822(message.updatedAt),
    message_sid: message.sid,
    outcome: message.feedback,
    uri: `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Feedback.json`,
  }
}
