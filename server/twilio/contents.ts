import type { AskTwilio } from './library.ts'
import { readAll, readPages } from './pages.ts'
import type { TwilioRefusal } from './refusals-of-twilio.ts'

/** A content of the account with what Meta says of it as a WhatsApp template. */
export interface TwilioContent {
  /** `HX…` */
  sid: string
  friendlyName: string
  /** As Meta spells it: `en`, `pt_BR`. */
  language: string
  /** Samples by key; a value that is missing when it is sent falls back to them. */
  variables: Record<string, string>
  /** By type, `twilio/text`, `twilio/quick-reply`, …; the fields of each as Twilio documents them. */
  types: Record<string, Record<string, unknown>>
  approval: TwilioApproval
  updatedAt: Date
}

export interface TwilioApproval {
  /** The name under which it was submitted; empty before that. */
  name: string
  /** Twilio: an open list. UTILITY, MARKETING, AUTHENTICATION; older data has others. */
  category: string
  /** Twilio: unsubmitted, received, pending, approved, rejected, paused, disabled. */
  status: string
  rejectionReason: string
}

/** Every content of the account, with its approval. Twilio: there is no webhook for approvals, so the list is asked again. */
export function listContents(ask: AskTwilio): Promise<TwilioContent[] | TwilioRefusal> {
  const pages = readPages(ask, (library) => library.content.v1.contentAndApprovals.page({ pageSize: 500 }))
  return readAll(pages, (found) => ({
    sid: found.sid,
    friendlyName: found.friendlyName ?? '',
    language: found.language ?? '',
    variables: textsOf(found.variables),
    types: (found.types ?? {}) as TwilioContent['types'],
    approval: approvalOf(found.approvalRequests),
    updatedAt: found.dateUpdated ?? new Date(0),
  }))
}

function approvalOf(told: unknown): TwilioApproval {
  const { name, category, status, rejection_reason } = (told ?? {}) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    name: text(name),
    category: text(category),
    status: text(status) || 'unsubmitted',
    rejectionReason: text(rejection_reason),
  }
}

function textsOf(told: unknown): Record<string, string> {
  const entries = Object.entries((told ?? {}) as Record<string, unknown>)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
