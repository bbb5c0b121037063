import { explainError } from '#twilio/error-dictionary.ts'
import type { Folded } from './fold-statuses.ts'
import type { AttemptChange, MessageChange, ReportedAttempt } from './reported-store.ts'

/** Seconds until a message that was throttled is tried once more. */
const throttledPause = 60

/** How we came to know: Twilio called, or was asked because it had not. */
export type Told = 'called' | 'asked'

export const isLost = (status: string): boolean => status === 'failed' || status === 'undelivered'

/** Meta: the window closed between our look and WhatsApp's. */
export const isWindowMissed = (status: string, errorCode: number | null): boolean =>
  isLost(status) && errorCode === 63016

/** What the attempt becomes; null when it is so already. */
export function decideAttempt(attempt: ReportedAttempt, folded: Folded, told: Told): AttemptChange | null {
  const reported = isLost(folded.status) || folded.status === 'canceled' ? 'failed' : 'accepted'
  const change = {
    id: attempt.id,
    state: ['rejected', 'not_sent', 'abandoned'].includes(attempt.state) ? attempt.state : reported,
    errorCode: folded.errorCode ?? attempt.errorCode,
    detail: attempt.told ?? attempt.detail,
    isFinal: isFinal(folded.status, told),
  }
  const isSo =
    attempt.isSettled &&
    attempt.isChecked === !change.isFinal &&
    attempt.state === change.state &&
    attempt.errorCode === change.errorCode &&
    attempt.detail === change.detail
  return isSo ? null : change
}

/**
 * Nothing is left to ask Twilio. After `delivered` only a read receipt can come, and a callback brings it; only where
 * callbacks go astray, so that we had to ask, is it worth asking again.
 */
const isFinal = (status: Folded['status'], told: Told): boolean =>
  status === 'delivered' ? told === 'called' : status !== 'accepted' && status !== 'sent'

/** What the message becomes; null when it is so already, or when this attempt no longer speaks for it. */
export function decideMessage(
  attempt: ReportedAttempt,
  folded: Folded,
  mayRetry: boolean,
): MessageChange | null {
  const next = nextOf(attempt, folded, mayRetry)
  if (next === null) return null
  const change = {
    ...next,
    id: attempt.messageId,
    errorCode: next.status === 'queued' ? attempt.messageErrorCode : folded.errorCode,
    sid: attempt.sid ?? attempt.messageSid,
  }
  const isSo =
    change.waitSeconds === null &&
    attempt.messageStatus === change.status &&
    attempt.messageReason === change.reason &&
    attempt.messageErrorCode === change.errorCode &&
    attempt.messageSid === change.sid
  return isSo ? null : change
}

/**
 * What a report makes of the message. A newer attempt speaks for itself. A message that a person dropped while it was
 * unknown is shown as what it turned out to be.
 */
function nextOf(
  attempt: ReportedAttempt,
  { status, errorCode }: Folded,
  mayRetry: boolean,
): Pick<MessageChange, 'status' | 'reason' | 'waitSeconds'> | null {
  if (!attempt.isLatest || ['claimed', 'draft'].includes(attempt.messageStatus)) return null
  // It waits for its second try, and now turns out to have arrived.
  if (attempt.messageStatus === 'queued' && !['delivered', 'read', 'sent'].includes(status)) return null
  if (isLost(status)) {
    if (errorCode === null) return { status, reason: 'twilio_refused', waitSeconds: null }
    if (isWindowMissed(status, errorCode)) {
      // A text with a template behind it is done for; without one it waits for a person.
      if (attempt.hasTemplateBehind) return { status, reason: null, waitSeconds: null }
      return { status: 'held', reason: 'window_closed', waitSeconds: null }
    }
    const { retry } = explainError(errorCode)
    const isWanted = mayRetry && attempt.messageStatus !== 'canceled'
    const again = (retry === 'later' || retry === 'once-later') && attempt.retries === 0 && isWanted
    if (again) return { status: 'queued', reason: 'throttled', waitSeconds: throttledPause }
  }
  return { status, reason: null, waitSeconds: null }
}
