import type { TwilioContent } from '#twilio/contents.ts'

/** What was read of one content. The rest of the program knows templates by this alone. */
export interface SyncedTemplate {
  twilioSid: string
  name: string
  language: string
  contentType: string
  content: Record<string, unknown>
  variables: Record<string, string>
  category: string
  status: string
  rejectionReason: string
  updatedAt: Date
}

/** Twilio: a content may carry several types; WhatsApp is given the richest it can draw, and text last. */
export function asTemplate({ sid, friendlyName, types, approval, ...rest }: TwilioContent): SyncedTemplate {
  const kinds = Object.keys(types)
  const contentType =
    kinds.find((kind) => kind.startsWith('whatsapp/')) ??
    kinds.find((kind) => kind !== 'twilio/text') ??
    kinds[0] ??
    'twilio/text'
  return {
    twilioSid: sid,
    name: friendlyName || approval.name || sid,
    language: rest.language,
    contentType,
    content: types[contentType] ?? {},
    variables: rest.variables,
    category: approval.category,
    status: approval.status,
    rejectionReason: approval.rejectionReason,
    updatedAt: rest.updatedAt,
  }
}
