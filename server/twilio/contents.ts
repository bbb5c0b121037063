import type { ContentCreateRequest, ContentUpdateRequest } from 'twilio/lib/rest/content/v1/content.js'
import type { ContentApprovalRequest } from 'twilio/lib/rest/content/v1/content/approvalCreate.js'
import type { AskTwilio } from './library.ts'
import { readAll, readPages } from './pages.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

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

/**
 * Every content of the account, with its approval. Twilio: there is no webhook for approvals, so the list is asked again.
 * Both versions of it tell the same of a content; the older one is asked where the newer is not there.
 */
export async function listContents(ask: AskTwilio): Promise<TwilioContent[] | TwilioRefusal> {
  const newer = readPages(ask, (library) => library.content.v2.contentAndApprovals.page({ pageSize }))
  const found = await readAll(newer, contentOf)
  if (!isTwilioRefusal(found) || !['not_found', 'twilio_refused'].includes(found.refused)) return found
  const older = readPages(ask, (library) => library.content.v1.contentAndApprovals.page({ pageSize }))
  return await readAll(older, contentOf)
}

const pageSize = 500

/** What the library makes of a row, in either version. */
interface Listed {
  sid: string
  friendlyName: string
  language: string
  variables: unknown
  types: unknown
  approvalRequests: unknown
  dateUpdated: Date | null
}

const contentOf = (found: Listed): TwilioContent => ({
  sid: found.sid,
  friendlyName: found.friendlyName ?? '',
  language: found.language ?? '',
  variables: textsOf(found.variables),
  types: (found.types ?? {}) as TwilioContent['types'],
  approval: approvalOf(found.approvalRequests),
  updatedAt: found.dateUpdated ?? new Date(0),
})

/** A content to create. */
export interface NewContent {
  friendlyName: string
  language: string
  variables: Readonly<Record<string, string>>
  types: TwilioContent['types']
}

/** Creates a content that is not submitted yet. Twilio has no idempotency key: after `twilio_unreachable` it may be there. */
export async function createContent(
  ask: AskTwilio,
  { friendlyName, ...rest }: NewContent,
): Promise<{ sid: string; updatedAt: Date } | TwilioRefusal> {
  // The library sends the object as it is: the wire's snake_case is wanted here, whatever its type declaration says.
  const wire = { friendly_name: friendlyName, ...rest } as unknown as ContentCreateRequest
  const made = await ask((library) => library.content.v1.contents.create(wire))
  return isTwilioRefusal(made) ? made : { sid: made.sid, updatedAt: made.dateUpdated ?? new Date(0) }
}

/** Replaces what a content says. Twilio: only before it is submitted. */
export async function updateContent(
  ask: AskTwilio,
  sid: string,
  { friendlyName, ...rest }: NewContent,
): Promise<{ updatedAt: Date } | TwilioRefusal> {
  const wire = { friendly_name: friendlyName, ...rest } as unknown as ContentUpdateRequest
  const made = await ask((library) => library.content.v1.contents(sid).update(wire))
  return isTwilioRefusal(made) ? made : { updatedAt: made.dateUpdated ?? new Date(0) }
}

/** Twilio: deletes the content and its approval; Meta blocks the name for thirty days. */
export async function deleteContent(ask: AskTwilio, sid: string): Promise<null | TwilioRefusal> {
  const answer = await ask((library) => library.content.v1.contents(sid).remove())
  return isTwilioRefusal(answer) ? answer : null
}

/** Twilio: a content is submitted once (92009). Without `allowCategoryChange` Meta rejects one it sees in another category. */
export async function submitContent(
  ask: AskTwilio,
  sid: string,
  { allowCategoryChange, ...rest }: { name: string; category: string; allowCategoryChange: boolean },
): Promise<TwilioApproval | TwilioRefusal> {
  const wire = { ...rest, allow_category_change: allowCategoryChange } as unknown as ContentApprovalRequest
  const told = await ask((library) => library.content.v1.contents(sid).approvalCreate.create(wire))
  return isTwilioRefusal(told) ? told : approvalOf({ ...told, rejection_reason: told.rejectionReason })
}

/** Where the approval of one content stands; `not_found` when it is gone. */
export async function fetchApproval(ask: AskTwilio, sid: string): Promise<TwilioApproval | TwilioRefusal> {
  const told = await ask((library) => library.content.v1.contents(sid).approvalFetch().fetch())
  return isTwilioRefusal(told) ? told : approvalOf(told.whatsapp)
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
