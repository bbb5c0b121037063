import { notify } from '#activities/notify.ts'
import { systemActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { noteRefusals } from '#connectors/note-refusals.ts'
import { announce } from '#platform/announce.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { explainError } from '#twilio/error-dictionary.ts'
import { isBlocked } from './blocked-messages.ts'
import { doubtTemplate } from './doubt-template.ts'
import { followSenders, holdThreadsOf, type Picked } from './follow-sender.ts'
import { type Folded, foldStatuses } from './fold-statuses.ts'
import {
  findReported,
  lockMessages,
  readAttempts,
  type ReportedAttempt,
  type StatusRow,
  storeReports,
  takeOrphans,
  updateReported,
  whichMayRetry,
} from './status-store.ts'
import { tellMoved } from './tell-moved.ts'

/** Seconds until a message that was throttled is tried once more. */
const throttledPause = 60

/** How we came to know: Twilio called, or was asked because it had not. */
export type Told = 'called' | 'asked'

/** Records a batch, one transaction for each organization. Answers for the group commit. */
export async function recordStatuses(
  database: Database,
  batch: readonly StatusRow[],
  told: Told = 'called',
): Promise<null[]> {
  const groups = Map.groupBy(batch, (row) => row.organizationId)
  await Promise.all(
    [...groups].map(([organizationId, rows]) =>
      database.withOrganization(
        organizationId,
        async (tx) => {
          const about = await findReported(tx, rows)
          const threads = await holdThreadsOf(
            tx,
            about.some(({ byService }) => byService) ? rows.flatMap(pickedBy) : [],
          )
          await lockMessages(
            tx,
            about.map(({ messageId }) => messageId),
          )
          const reported = await storeReports(tx, rows)
          await followSenders(tx, threads)
          // What was reported under a SID before we knew whose it is counts from now on.
          const newSids = reported.flatMap(({ newSid }) => newSid ?? [])
          if (newSids.length > 0) await takeOrphans(tx, newSids)
          await show(tx, [...new Set(reported.map(({ attemptId }) => attemptId))], told)
        },
        { retry: true },
      ),
    ),
  )
  return batch.map(() => null)
}

const pickedBy = ({ attemptId, providerSid, senderAddress }: StatusRow): Picked[] =>
  senderAddress === null ? [] : [{ attemptId, providerSid, senderAddress }]

/** Reports that came before we knew their SID find their attempt now. */
export async function adoptOrphans(tx: Tx, sids: readonly string[]): Promise<void> {
  if (sids.length > 0) await show(tx, await takeOrphans(tx, sids), 'called')
}

/** Folds everything reported of these attempts, and shows it on their messages. */
async function show(tx: Tx, attemptIds: readonly string[], told: Told): Promise<void> {
  if (attemptIds.length === 0) return
  const attempts = (await readAttempts(tx, attemptIds)).map((attempt) => ({
    attempt,
    folded: foldStatuses(attempt.reports),
  }))
  const mayRetry = await whichMayRetry(
    tx,
    attempts.flatMap(({ attempt, folded }) => (isLost(folded.status) ? [attempt.messageId] : [])),
  )
  const changes = attempts.map((one) => ({
    ...one,
    ...next(one.attempt, one.folded, mayRetry.has(one.attempt.messageId)),
  }))
  await updateReported(
    tx,
    changes.map(({ attempt, folded, status, reason, waitSeconds }) => ({
      attemptId: attempt.id,
      messageId: attempt.messageId,
      sid: attempt.sid,
      attemptState: isLost(folded.status) || folded.status === 'canceled' ? 'failed' : 'accepted',
      errorCode: folded.errorCode,
      detail: attempt.detail,
      isFinal: isFinal(folded.status, told),
      status,
      reason,
      waitSeconds,
    })),
  )
  const news = changes.flatMap(({ attempt, folded, status }) =>
    status === null || status === attempt.messageStatus ? [] : [{ attempt, folded, status }],
  )
  await noteRefusals(
    tx,
    news.map(({ attempt: { senderId, contactId }, folded }) => ({
      senderId,
      contactId,
      code: folded.errorCode,
    })),
  )
  for (const { attempt, folded, status } of news) await tell(tx, attempt, folded, status)
  await tellMoved(
    tx,
    news.map(({ attempt }) => attempt.permitId),
  )
}

const isLost = (status: Folded['status']): boolean => status === 'failed' || status === 'undelivered'

/**
 * Nothing is left to ask Twilio. After `delivered` only a read receipt can come, and a callback brings it; only where
 * callbacks go astray, so that we had to ask, is it worth asking again.
 */
const isFinal = (status: Folded['status'], told: Told): boolean =>
  status === 'delivered' ? told === 'called' : status !== 'accepted' && status !== 'sent'

interface Next {
  /** What the message becomes; null when this attempt no longer speaks for it. */
  status: string | null
  reason: string | null
  waitSeconds: number | null
}

/**
 * What a report makes of the message. A newer attempt speaks for itself. A message that a person dropped while it was
 * unknown is shown as what it turned out to be.
 */
function next(attempt: ReportedAttempt, { status, errorCode }: Folded, mayRetry: boolean): Next {
  if (!attempt.isLatest || ['claimed', 'draft'].includes(attempt.messageStatus))
    return { status: null, reason: null, waitSeconds: null }
  // It waits for its second try, and now turns out to have arrived.
  if (attempt.messageStatus === 'queued' && !['delivered', 'read', 'sent'].includes(status))
    return { status: null, reason: null, waitSeconds: null }
  if (isLost(status)) {
    if (errorCode === null) return { status, reason: 'twilio_refused', waitSeconds: null }
    if (isWindowMissed(status, errorCode)) {
      // A text with a template behind it is done for; without one it waits for a person.
      if (attempt.hasTemplateBehind) return { status, reason: null, waitSeconds: null }
      return { status: 'held', reason: 'window_closed', waitSeconds: null }
    }
    const { retry } = explainError(errorCode)
    const again = (retry === 'later' || retry === 'once-later') && attempt.retries === 0 && mayRetry
    if (again) return { status: 'queued', reason: 'throttled', waitSeconds: throttledPause }
  }
  return { status, reason: null, waitSeconds: null }
}

/** Meta: the window closed between our look and WhatsApp's. */
const isWindowMissed = (status: string, errorCode: number | null): boolean =>
  (status === 'failed' || status === 'undelivered') && errorCode === 63016

async function tell(tx: Tx, attempt: ReportedAttempt, folded: Folded, status: string): Promise<void> {
  const { messageId, conversationId, contactId } = attempt
  publish(tx, { topic: 'message', subjectId: messageId, facts: { conversationId } })
  if (!['failed', 'undelivered', 'held'].includes(status)) return
  const facts = { messageId, errorCode: folded.errorCode }
  if (isBlocked(folded.errorCode))
    await announce(tx, 'message.blocked', { messageId, code: folded.errorCode })
  await doubtTemplate(tx, messageId, folded.errorCode)
  await recordActivity(tx, {
    contactId,
    conversationId,
    kind: 'message_failed',
    actor: systemActor,
    facts,
    at: new Date(),
  })
  if (attempt.hasTemplateBehind && isWindowMissed(status, folded.errorCode)) {
    await announce(tx, 'message.window_missed', { messageId })
    return
  }
  await announce(tx, 'message.settled', { messageId, conversationId, status })
  if (attempt.authorId)
    await notify(tx, { memberIds: [attempt.authorId], kind: 'send_failed', contactId, conversationId, facts })
}
