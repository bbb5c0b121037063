import { newId } from '#platform/ids.ts'
import { asWebhookParameters, type ListedMedia, type TwilioMessage } from '#twilio/listed-messages.ts'
import { writeForm } from '#twilio/parse-form.ts'
import type { InboundOrigin, InboundRow } from './journal-inbound.ts'

/** An inbound message as Twilio itself tells it, with the addresses of its files. */
export interface Listed {
  accountSid: string
  message: TwilioMessage
  media: readonly ListedMedia[]
}

/** Kept beside Twilio's own parameters: a message found late knows when it was written. */
export const sentAtParameter = 'ParleySentAt'

/** The row that the webhook of this message would have become, as far as Twilio's API knows the message. */
export function rowOfListed(
  place: { organizationId: string; connectorId: string },
  { accountSid, message, media }: Listed,
  origin: Extract<InboundOrigin, 'gap_fill' | 'quarantine'>,
): InboundRow {
  const parameters = asWebhookParameters(accountSid, message, media)
  const sentAt = message.sentAt ?? message.createdAt
  return {
    organizationId: place.organizationId,
    connectorId: place.connectorId,
    messageSid: message.sid,
    id: newId(),
    form: writeForm({ ...parameters, ...(sentAt ? { [sentAtParameter]: sentAt.toISOString() } : {}) }),
    origin,
  }
}
