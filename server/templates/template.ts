import { contentTypes } from '@parley/contract/templates.ts'
import type { TwilioContent } from '#twilio/contents.ts'

/** Where a template stands with Meta. */
export type Approval = Pick<SyncedTemplate, 'category' | 'status' | 'rejectionReason'>

/** Twilio: types that go out while the window is open, and are never reviewed. */
export const windowTypes: readonly string[] = Object.entries(contentTypes).flatMap(([type, use]) =>
  use === 'session' ? [type] : [],
)
export const isForWindow = (contentType: string): boolean => windowTypes.includes(contentType)

/** Whether Meta has yet to say something. */
export const isWaiting = (status: string): boolean => status === 'received' || status === 'pending'

/** Meta: minutes as a rule, two days at most. From which look on it is waited how many seconds for the next. */
const looks = [
  { from: 60, seconds: 30 * 60 },
  { from: 40, seconds: 5 * 60 },
  { from: 10, seconds: 60 },
  { from: 0, seconds: 30 },
]
export const secondsUntilLook = (round: number): number => looks.find(({ from }) => round >= from)!.seconds

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
    // The name Meta knows; before that, the one it was given at Twilio.
    name: approval.name || friendlyName || sid,
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
