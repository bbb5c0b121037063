import { notify } from '#activities/notify.ts'
import { systemActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { noteRefusals } from '#connectors/note-refusals.ts'
import { announce } from '#platform/announce.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isBlocked } from './blocked-messages.ts'
import { decideAttempt, decideMessage, isLost, isWindowMissed, type Told } from './decide-reported.ts'
import { doubtTemplate } from './doubt-template.ts'
import { followSenders, holdThreadsOf, type Picked } from './follow-sender.ts'
import { type Folded, foldStatuses } from './fold-statuses.ts'
import {
  readAttempts,
  type ReportedAttempt,
  updateAttempts,
  updateMessages,
  whichMayRetry,
} from './reported-store.ts'
import {
  findReported,
  lockMessages,
  nameAttempts,
  type ReportedOn,
  type StatusRow,
  storeOrphans,
  storeReports,
  takeOrphans,
} from './status-store.ts'
import { tellMoved } from './tell-moved.ts'

/** Records reports of any organizations, one transaction for each of them. */
export async function recordStatuses(
  database: Database,
  batch: readonly StatusRow[],
  told: Told = 'called',
): Promise<void> {
  const groups = Map.groupBy(batch, (row) => row.organizationId)
  await Promise.all(
    [...groups].map(([organizationId, rows]) =>
      database.withOrganization(organizationId, (tx) => recordReports(tx, rows, told), { retry: true }),
    ),
  )
}

/** Adds reports to what is known of their attempts, and shows on the messages what that comes to. */
export async function recordReports(tx: Tx, rows: readonly StatusRow[], told: Told): Promise<void> {
  if (rows.length === 0) return
  const attempts = await findReported(tx, rows)
  const threads = await holdThreadsOf(
    tx,
    attempts.some(({ byService }) => byService) ? rows.flatMap(pickedBy) : [],
  )
  await lockMessages(
    tx,
    attempts.map(({ messageId }) => messageId),
  )
  const { known, orphans } = byAttempt(rows, attempts)
  await storeReports(tx, known)
  await storeOrphans(tx, orphans)
  const unnamed = known.filter(({ attempt }) => attempt.providerSid === null)
  await nameAttempts(
    tx,
    known.filter(({ attempt }) => attempt.providerSid === null || attempt.byService),
  )
  await followSenders(tx, threads)
  // What was reported under a SID before we knew whose it is counts from now on. An answer may have told that of an orphan just now.
  const adopted = await takeOrphans(
    tx,
    [...unnamed, ...orphans].map(({ providerSid }) => providerSid),
  )
  await show(tx, [...new Set([...known.map(({ attemptId }) => attemptId), ...adopted])], told)
}

/** Which attempt each report is about. */
function byAttempt(rows: readonly StatusRow[], attempts: readonly ReportedOn[]) {
  const byId = new Map(attempts.map((attempt) => [attempt.attemptId, attempt]))
  const bySid = new Map(attempts.map((attempt) => [attempt.providerSid, attempt]))
  const known: (StatusRow & { attemptId: string; attempt: ReportedOn })[] = []
  const orphans: StatusRow[] = []
  for (const row of rows) {
    const attempt = row.attemptId === null ? bySid.get(row.providerSid) : byId.get(row.attemptId)
    if (attempt) known.push({ ...row, attemptId: attempt.attemptId, attempt })
    else orphans.push(row)
  }
  return { known, orphans }
}

const pickedBy = ({ attemptId, providerSid, senderAddress }: StatusRow): Picked[] =>
  senderAddress === null ? [] : [{ attemptId, providerSid, senderAddress }]

/** Reports that came before we knew their SID find their attempt now. */
export async function adoptOrphans(tx: Tx, sids: readonly string[]): Promise<void> {
  await show(tx, await takeOrphans(tx, sids), 'called')
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
  const changes = attempts.flatMap(({ attempt, folded }) => {
    const change = decideMessage(attempt, folded, mayRetry.has(attempt.messageId))
    return change ? [{ attempt, folded, change }] : []
  })
  await updateAttempts(
    tx,
    attempts.flatMap(({ attempt, folded }) => decideAttempt(attempt, folded, told) ?? []),
  )
  await updateMessages(
    tx,
    changes.map(({ change }) => change),
  )
  const news = changes.filter(({ attempt, change }) => change.status !== attempt.messageStatus)
  await noteRefusals(
    tx,
    news.map(({ attempt: { senderId, contactId }, folded }) => ({
      senderId,
      contactId,
      code: folded.errorCode,
    })),
  )
  for (const { attempt, folded, change } of news) await tell(tx, attempt, folded, change.status)
  await tellMoved(
    tx,
    news.map(({ attempt }) => attempt.permitId),
  )
}

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
